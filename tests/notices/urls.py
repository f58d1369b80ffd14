"""The addresses of the tests' site, with one of the admin that these tests do not make themselves."""

from django.http import HttpResponse
from django.urls import include, path

from tests import urls

questions = [path("<int:pk>/", lambda request, pk: HttpResponse(), name="answer")]
urlpatterns = [path("admin/questions/", include((questions, "openbadges_questions"))), *urls.urlpatterns]
