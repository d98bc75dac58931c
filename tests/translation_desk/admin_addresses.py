"""Every address of the administration, with what was decided about it. A new one fails the test until it stands here.

To decide: does it write a page, its revisions, its workflow or its place in the tree? Then it gets a driver in `drivers.py`.
"""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

SHOWS = "shows"
"""Reads only; or writes what is the person's own: session, preferences, preview."""
ELSEWHERE = "elsewhere"
"""Writes, but neither pages nor their revisions; who may is Wagtail's model permissions. Texts typed into forms wait for a second
person: `test_proposal_forms.py`."""
PAGES = "pages"
"""Writes pages; goes through the workflow or asks for rights. Driven by `drivers.py`."""
CLOSED = "closed"
"""Would write pages and is refused to everybody. Driven by `drivers.py`."""
SERVICES = "services"
"""An address of the desk: it calls a service, which checks person, language, lock and state. Driven by `desk_drivers.py`."""

DECISIONS: dict[str, str] = {
    SHOWS: """
        account_(login|logout|reauthenticate) account_reset_password(_done|_from_key|_from_key_done)?
        core_account sign_in_language end_sessions openid_(begin|back)
        mfa_(index|authenticate|reauthenticate|activate_totp|deactivate_totp) mfa_(view|generate|download)_recovery_codes
        mfa_(list|add|login|reauthenticate|remove|edit)_webauthn
        wagtailadmin_home wagtailadmin_login wagtailadmin_logout wagtailadmin_account wagtailadmin_sprite wagtailadmin_error_test
        wagtailadmin_javascript_catalog wagtailadmin_block_preview wagtailadmin_dismissibles
        wagtailadmin_password_reset wagtailadmin_password_reset_(complete|confirm|done)
        wagtailadmin_explore wagtailadmin_explore_(results|root)
        wagtailadmin_choose_page wagtailadmin_choose_page_(child|chosen_multiple|search)
        wagtailadmin_choose_page_(anchor|email|external|phone)_link
        wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete
        wagtailadmin_api:(documents|images|pages):(detail|find|listing)
        wagtailadmin_editing_sessions:(ping|release)
        wagtailadmin_pages:(add_subpage|choose_parent|history|history_results|revisions_compare|revisions_index|revisions_view)
        wagtailadmin_pages:(search|search_results|type_use|type_use_results|usage|view_draft)
        wagtailadmin_pages:(workflow_history|workflow_history_detail|workflow_preview|collect_workflow_action_data)
        wagtailadmin_pages:(preview_on_add|preview_on_edit)
        wagtailadmin_reports:(aging_pages|locked_pages|page_types_usage|site_history|workflow|workflow_tasks)(_results)?
        wagtailadmin_workflows:(index|task_index|usage)(_results)?
        wagtailadmin_workflows:(select_task_type|task_chooser|task_chooser_results|task_chosen)
        wagtaildocs:(index|index_results|document_usage) wagtailimages:(index|index_results|image_usage)
        wagtailimages:(preview|url_generator|url_generator_output)
        wagtail(docs|images)_chooser:(choose|choose_results|chosen|chosen_multiple) wagtailimages_chooser:select_format
        wagtailembeds:(chooser|chooser_upload)
        wagtailredirects:(index|index_results) wagtailsettings:preview_on_edit
        wagtail(sites|users_groups|users_users):(history|history_results|index|index_results|usage)
        wagtailsnippets:index
        wagtailsnippets_\\w+:(history|history_results|inspect|list|list_results|usage)
        wagtailsnippetchoosers_\\w+:(choose|choose_results|chosen|chosen_multiple)
        search_report search_report_results newsroom:experts
        translation_desk_invitation translation_desk:(staff|exceptions|exceptions_results)
        translation_desk:(queue|queue_results|matrix|job|details|thumbnail|audit|versions|refreshes|changes)
        translation_desk:(questions|note_file)
        translation_desk:(address_change|archive) translation_desk:(one_language|about_one_language)
        translation_desk:(plan|plan_requests|page_plan|words|effort|checks) translation_desk:memory(_export)?
        translation_desk:machine_state translation_desk:exchange_files?
        translation_desk:(terms|terms_export|term_changes|term_proposals)
        newsroom:parity(_print)? newsroom:releases? newsroom:standards newsroom:upkeep(_results)?
        newsroom:(tables|table_export|table_template|old_addresses_export)
        newsroom:(guides|style_guide|templates|choose_template)
        """,
    ELSEWHERE: """
        wagtailadmin_collections:(add|delete|edit|index|set_privacy)
        wagtailadmin_workflows:(add|add_task|disable|disable_task|edit|edit_task|enable|enable_task|remove|task_chooser_create)
        wagtail(docs|images):(add|add_multiple|delete|delete_multiple|delete_upload_multiple|edit|edit_multiple)
        wagtail(docs|images):create_multiple_from_uploaded_(document|image)
        wagtail(docs|images)_chooser:create
        wagtailredirects:(add|delete|edit|process_import|start_import) newsroom_redirect_import(_process)?
        newsroom:old_address(es|_import)
        wagtailsettings:edit
        wagtailsites:(add|copy|delete|edit)
        wagtailusers_(groups|users):(add|copy|delete|edit)
        wagtailsnippets_\\w+:(add|delete|edit) wagtailsnippets_home_contactmessage:turn
        wagtailsnippetchoosers_\\w+:create
        bulk:\\w+\\.\\w+\\.\\w+
        newsroom:standards_run
        translation_desk:(columns|column)
        newsroom:parity_count
        newsroom:(experts_of_page|ask_expert|withdraw_question)
        newsroom:(keep_template|template|remove_template)
        """,
    PAGES: """
        wagtailadmin_pages:(add|edit|revisions_revert|revisions_unschedule)
        wagtailadmin_pages:(workflow_action|confirm_workflow_cancellation) translation_desk_workflow_action
        wagtailadmin_pages:(copy|move|move_confirm|set_page_position|delete|unpublish|set_privacy|lock|unlock)
        translation_desk_set_(position|privacy) translation_desk_unpublish
        wagtail_bulk_action bulk:(publish|unpublish|move|delete)
        """,
    CLOSED: """
        wagtailadmin_api:pages:action translation_desk_page_action_by_api
        wagtailadmin_pages:convert_alias
        """,
    SERVICES: """
        translation_desk:(refresh_again|tree_again|restore|ask_for_deletion|bulk|undo|preview)
        translation_desk:(segment|comment|start|take_over|correct|merge|accept_all|accept_corrections|remark|stop|restart)
        translation_desk:(submit|withdraw|send_back|approve|take_offline|return_to|people|lift)
        translation_desk:(propose_change|approve_change|regrade)
        translation_desk:(invite|person|invite_again|absence|take_factor|close_account|reopen_account|erase_account)
        translation_desk:(ask|question|notes?|note_remove)
        translation_desk:(add_english|link_english|unlink_english)
        translation_desk:(order|call_off)
        translation_desk:(prefill|confirm_all|machine|memory_imports?)
        translation_desk:plan_(add|rule|remove|ask|again) translation_desk:switch_check
        translation_desk:exchange translation_desk:exchange_(job|import)
        translation_desk:(accept_proposed|term_imports?|term_change|term_proposal|propose_term)
        newsroom:table(_import)? newsroom:upkeep_(point|check)
        newsroom:release_(new|change|add|page|chosen|order|now|call_off|roll_back|take_out) bulk:add_to_release
        """,
}

COMMANDS: dict[str, str] = {
    SHOWS: "show_references_index api_tokens",
    ELSEWHERE: """
        convert_mariadb_uuids create_log_entries_from_revisions enable_fuzzystrmatch enable_trigram enable_unaccent fixtree
        import_redirects purge_embeds rebuild_references_index set_url_paths update_index wagtail_update_image_renditions
        wagtail_update_index
        """,
    PAGES: "publish_scheduled publish_scheduled_pages move_pages purge_revisions",
}
"""Commands of Wagtail and its neighbours, by name. All four are ours in the place of Wagtail's."""


def admin_names() -> set[str]:
    """Return the names of all addresses of the administration, and its bulk actions of pages, images and documents."""
    names = {name for path, name in _walk(get_resolver()) if path.startswith("admin/") and name}
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")  # reads the hooks
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            for action in actions:
                names.add(f"bulk:{action}" if model == Page._meta.model_name else f"bulk:{app}.{model}.{action}")
    return names


def decision(name: str) -> str | None:
    """Return what was decided about an address; None if nobody did."""
    found = [verdict for verdict, patterns in DECISIONS.items() if any(re.fullmatch(p, name) for p in patterns.split())]
    assert len(found) <= 1, f"{name} is decided twice"
    return found[0] if found else None


def unused_patterns() -> set[str]:
    """Return patterns of the table that match no address any more."""
    names = admin_names()
    return {p for patterns in DECISIONS.values() for p in patterns.split() if not any(re.fullmatch(p, name) for name in names)}


def _walk(resolver: URLResolver, path: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            yield from _walk(entry, here, inner)
        elif isinstance(entry, URLPattern):
            yield here, ":".join(part for part in (namespace, entry.name) if part)
