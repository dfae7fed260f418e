"""The operator's desk: parties, people and programs. What two parties agreed is only looked at here, by its heading.

Terms, deliveries, scorecards and the audit trail belong to the tenants and do not appear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from contracts.domain import roles
from contracts.models import ApiClient, Contract, Membership, Organisation, User
from contracts.services.audit import audit_write

if TYPE_CHECKING:
    Desk = admin.ModelAdmin[Any]
    People = UserAdmin[User]
    MembershipFormBase = forms.ModelForm[Membership]
else:
    Desk, People, MembershipFormBase = admin.ModelAdmin, UserAdmin, forms.ModelForm

admin.site.unregister(Group)  # rights come from memberships; Django's groups would pretend otherwise
# An unknown address below the desk is 404 for everybody, as everywhere else.
admin.site.final_catch_all_view = False
admin.site.site_header = _("KPI portal, operator")
admin.site.site_title = _("KPI portal, operator")


class AuditedAdmin(Desk):
    """Every change of the operator's leaves an event, in the transaction of the change."""

    audited_as = ""
    actions = None  # what is done to many at once would stand outside a transaction

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        """Something is new."""
        self._audit(request, obj, "added", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        """Something was changed; the message names the fields, never their values."""
        self._audit(request, obj, "changed", message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Something is gone."""
        for obj in queryset:
            self._audit(request, obj, "deleted", None)
        return super().log_deletions(request, queryset)

    def _audit(self, request: HttpRequest, obj: models.Model, act: str, changes: Any) -> None:
        audit_write(
            action=f"{self.audited_as}_{act}",
            by=request.user if isinstance(request.user, User) else None,
            object_kind=self.audited_as,
            object_id=getattr(obj, "public_id", obj.pk),
            after={"what": str(obj), "changes": changes},
            why="by the operator, in the admin",
        )


@admin.register(Organisation)
class OrganisationAdmin(AuditedAdmin):
    """Buyers and vendors; the number and the kind are given once."""

    audited_as = "organisation"
    list_display = ["name", "organisation_number", "kind", "public_id"]
    search_fields = ["name", "organisation_number"]
    fields = ["name", "organisation_number", "kind"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What contracts rest on stays."""
        return [] if obj is None else ["organisation_number", "kind"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An organisation is never deleted."""
        return False


class MembershipForm(MembershipFormBase):
    """A role by its name; the list is that of contracts.domain.roles."""

    role = forms.ChoiceField(choices=[(role, roles.LABELS[role]) for role in roles.RIGHTS])

    class Meta:
        model = Membership
        fields = ["user", "organisation", "role"]


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    """Who has which role where."""

    audited_as = "membership"
    form = MembershipForm
    list_display = ["user", "organisation", "role"]
    list_filter = ["organisation", "role"]
    autocomplete_fields = ["user", "organisation"]
    list_select_related = ["user", "organisation"]


@admin.register(User)
class PersonAdmin(AuditedAdmin, People):
    """People: who they are, whether they may log in, whether they are operators. Rights come from memberships."""

    audited_as = "user"
    list_display = ["username", "name", "email", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["username", "name", "email"]
    filter_horizontal = []
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (None, {"fields": ("name", "email", "is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "email", "name", "usable_password", "password1", "password2")}),)

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """A new password and its event go together."""
        return super().user_change_password(request, id, form_url)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A person is locked, not deleted: events name the person."""
        return False


@admin.register(ApiClient)
class ApiClientAdmin(AuditedAdmin):
    """Programs of the parties; switching one off closes all its tokens. Tokens are made by manage.py create_token."""

    audited_as = "api_client"
    list_display = ["name", "organisation", "is_active", "public_id"]
    list_filter = ["is_active"]
    search_fields = ["name"]
    fields = ["name", "organisation", "is_active"]
    readonly_fields = ["organisation"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A client comes into being with its first token."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A client is switched off, not deleted: deliveries name it."""
        return False


@admin.register(Contract)
class ContractAdmin(Desk):
    """Which contracts there are, and nothing of what is in them. They are loaded by manage.py load_contract."""

    list_display = ["key", "buyer", "vendor", "start", "end"]
    search_fields = ["key"]
    fields = ["key", "public_id", "title", "buyer", "vendor", "currency", "time_zone", "start", "end"]
    list_select_related = ["buyer", "vendor"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Loaded from a document."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Read only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never deleted."""
        return False
