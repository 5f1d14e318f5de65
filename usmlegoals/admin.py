"""The admin site: Django's own without the sidebar, and with choices that editors recognize."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class Choices(AutocompleteJsonView):
    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": obj.described}


class Sturdy(ModelAdmin):
    """Answers requests that would break Django's own admin pages."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """An empty field name in the request means the primary key."""
        return super().get_object(request, object_id, from_field or None)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Treat a filter value that the database refuses as an unknown filter."""
        try:
            return super().get_changelist_instance(request)
        except DataError as error:
            raise IncorrectLookupParameters(error) from error

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody may save the same unique value between the check of a form and its saving."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            messages.error(request, "Somebody saved the same at this moment, so this was not.")
            return redirect(request.get_full_path())


class Site(AdminSite):
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Make every model's admin sturdy, also those of Django and other apps."""
        base = admin_class or ModelAdmin
        super().register(model_or_iterable, type(base.__name__, (Sturdy, base), {}), **options)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        choices: Any = Choices.as_view(admin_site=self)
        response: HttpResponse = choices(request)
        return response
