from .visitor import Visitor


class Reviewer(Visitor):
    def __init__(self, page, site, username):
        super().__init__(page, site)
