"""Who takes part: users, organisations, memberships, API clients and their tokens."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import AbstractUser
from django.db import models
from knox.models import AbstractAuthToken

from contracts.models.scoping import make_public_id


def make_organisation_id() -> str:
    return make_public_id("o")


def make_user_id() -> str:
    return make_public_id("u")


def make_client_id() -> str:
    return make_public_id("a")


def make_pseudonym_key() -> bytes:
    return secrets.token_bytes(32)


class OrganisationKind(models.TextChoices):
    BUYER = "buyer"
    PARTNER = "partner"
    IN_HOUSE = "in_house"


class Organisation(models.Model):
    """A buyer or a vendor (a partner, or the buyer's own unit)."""

    public_id = models.CharField(max_length=24, unique=True, default=make_organisation_id, editable=False)
    name = models.CharField(max_length=200)
    organisation_number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=OrganisationKind)
    # Keyed pseudonyms of customers: one key per buyer, so that a customer is the same across its contracts.
    pseudonym_key = models.BinaryField(default=make_pseudonym_key, editable=False)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person. Rights come from memberships only; `is_staff` is the installation's operator."""

    public_id = models.CharField(max_length=24, unique=True, default=make_user_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)

    @property
    def label(self) -> str:
        """How the person is named on pages and in the audit."""
        return self.name or self.username


class Membership(models.Model):
    """A person's role in an organisation (roles: contracts.domain.roles)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="one_membership_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.organisation}"


class ApiClient(models.Model):
    """A program of an organisation. An actor beside User: it has tokens, never a session."""

    public_id = models.CharField(max_length=24, unique=True, default=make_client_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="api_clients")
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_client_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.name

    # The token that the client came in by; set by contracts.api.authentication, never stored.
    token: ApiToken | None = None

    # What request.user must answer for DRF and middleware.
    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False


class ApiTokenManager(models.Manager["ApiToken"]):
    """Plain: a token is drawn by contracts.services.token_create, not by knox, which would want a person."""


class ApiToken(AbstractAuthToken):  # type: ignore[misc]  # knox ships no types
    """A hashed token for one contract and a set of scopes; shown once, expires, can be revoked."""

    user = None  # a token belongs to a client, never to a person
    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    scopes = models.JSONField(default=list)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenManager()

    def __str__(self) -> str:
        return f"{self.token_key} of {self.client}"
