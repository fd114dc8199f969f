from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content import selectors
        from core import sitemaps

        sitemaps.register("pages", parts=lambda: ["0"], rows=selectors.page_paths)
