"""What can be wrong with a delivery before anybody reads it. What is wrong with its rows is a stored rejection."""

from __future__ import annotations

from contracts.domain.errors import N_, DomainError


class FileTooLarge(DomainError):
    """The file is longer than its door lets through."""

    code = "file_too_large"
    text = N_("The file is larger than %(largest_mb)s MB, the most that is taken here.")
    status = 413


class FileNameMissing(DomainError):
    """A file without a name cannot be told from others on the list."""

    code = "file_name_missing"
    text = N_("Give the file a name.")


class FeedNotTaken(DomainError):
    """The feed is known, but not yet taken in."""

    code = "feed_not_taken"
    text = N_("Files of the feed “%(feed)s” are not taken in yet.")


class ProfileMismatch(DomainError):
    """The profile belongs to another contract or reads another feed."""

    code = "profile_mismatch"
    text = N_("The source profile %(profile)s does not read files of the feed “%(feed)s” for this contract.")


class NoSuchProfile(DomainError):
    """The contract has no source profile of this key."""

    code = "no_such_profile"
    text = N_("Contract %(contract)s has no source profile “%(profile)s”.")
    status = 404


class NoSpace(DomainError):
    """The disk is full: nothing was stored."""

    code = "no_space"
    text = N_("There is no room left to store the file. Nothing was taken in; try again later.")
    status = 507


class NoSuchDelivery(DomainError):
    """There is no delivery of this id on this contract: the same for foreign and missing."""

    code = "not_found"
    text = N_("There is nothing here.")
    status = 404
