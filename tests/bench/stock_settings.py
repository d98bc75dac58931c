"""Settings of the measurements of stock wagtail-localize: its application instead of the desk's."""

from tests.bench.desk_settings import *  # noqa: F403  # settings modules build on each other
from tests.bench.desk_settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [name for name in INSTALLED_APPS if name not in {"translation_desk", "newsroom", "operations", "demo"}]
INSTALLED_APPS.insert(INSTALLED_APPS.index("wagtail.contrib.redirects"), "wagtail_localize")
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith(("translation_desk.", "operations."))]
WAGTAIL_FINISH_WORKFLOW_ACTION = "wagtail.workflows.publish_workflow_state"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
ROOT_URLCONF = "tests.bench.stock_urls"
