"""Uploads in an S3-compatible storage."""

from typing import Any

from botocore.config import Config
from django.conf import settings
from storages.backends.s3 import S3Storage


class MediaStorage(S3Storage):
    """The bucket of MEDIA_STORAGE.

    It is made without arguments: Wagtail stores those of a storage with the task that deletes a file, and a secret has no place
    among them.
    """

    def __init__(self) -> None:
        super().__init__(
            **settings.MEDIA_BUCKET,
            # Checksums in the way that Amazon began with in 2025 are unknown to older servers of others.
            client_config=Config(
                s3={"addressing_style": "path"},
                signature_version="s3v4",
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=5,
                read_timeout=30,
            ),
        )

    def get_default_settings(self) -> dict[str, Any]:
        """Never use a name twice, so that what a page shows never changes under its name; sign no public address."""
        return {
            **super().get_default_settings(),
            "file_overwrite": False,
            "querystring_auth": False,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        }
