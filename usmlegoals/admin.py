"""The site of the stock admin: without the second index beside each page, and with rows to choose
from that an editor knows again.
"""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse


class Choices(AutocompleteJsonView):
    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": obj.described}


class Found(ModelAdmin):
    """A row asked for by an empty field is the row of that key; Django breaks there."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        return super().get_object(request, object_id, from_field or None)


class Site(AdminSite):
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Those of Django and of other apps as well."""
        base = admin_class or ModelAdmin
        super().register(model_or_iterable, type(base.__name__, (Found, base), {}), **options)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        answer: Any = Choices.as_view(admin_site=self)
        response: HttpResponse = answer(request)
        return response
