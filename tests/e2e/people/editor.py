from .visitor import Visitor


class Editor(Visitor):
    def __init__(self, page, site, username):
        super().__init__(page, site)
