"""Who may ask which page by which method: the second book beside `policy.toml`, kept by hand on purpose.

Shape: URL name → method → roles separated by blanks. HEAD goes with GET.
"""

from collections.abc import Mapping

# Everybody with a business office.
READ = "clerk registry_keeper section_head deputy_head principal_head coordinator joint_office inspector team_leader auditor"

EXPECTED: Mapping[str, Mapping[str, str]] = {
    # Without log-in.
    "door": {"GET": "anybody"},
    "health": {"GET": "anybody"},
    "portal:home": {"GET": "anybody"},
    "portal:reading_mode": {"GET": "anybody"},
    "portal:rules": {"GET": "anybody"},
    "portal:log": {"GET": "anybody"},
    "portal:log_checkpoint": {"GET": "anybody"},
    "portal:log_tile": {"GET": "anybody"},
    "portal:items": {"GET": "anybody"},
    "portal:items_notice": {"GET": "anybody"},
    "portal:plans": {"GET": "anybody"},
    "portal:plans_notice": {"GET": "anybody"},
    "portal:filings": {"GET": "anybody"},
    "portal:filings_notice": {"GET": "anybody"},
    # The first-run wizard.
    "setup:bureau": {"GET": "anybody", "POST": "anybody"},
    "setup:people": {"POST": "anybody"},
    "setup:found": {"POST": "anybody"},
    # Log-in and one's own account.
    "accounts:log_in": {"GET": "anybody", "POST": "anybody"},
    "accounts:second_factor": {"GET": "anybody", "POST": "anybody"},
    "accounts:log_out": {"POST": "anybody"},
    "accounts:confirm": {"GET": "signed_in", "POST": "signed_in"},
    "accounts:change_password": {"GET": "signed_in", "POST": "signed_in"},
    "accounts:enrol": {"GET": "signed_in", "POST": "signed_in"},
    # The offices.
    "office:home": {"GET": "signed_in"},
    "help:home": {"GET": "signed_in"},
    "help:office": {"GET": "signed_in"},
    # Rule documents, item lists, guides.
    "documents:list": {"GET": READ},
    "documents:add": {"GET": "coordinator clerk", "POST": "coordinator clerk"},
    "documents:end": {"GET": "coordinator clerk", "POST": "coordinator clerk"},
    "items:list": {"GET": READ},
    "items:version": {"GET": READ},
    "items:print": {"GET": READ},
    "items:difference": {"GET": READ},
    "items:item": {"GET": READ},
    "items:draft": {"GET": "clerk joint_office", "POST": "clerk joint_office"},
    "items:import": {"GET": "clerk joint_office", "POST": "clerk joint_office"},
    "items:report": {"GET": "clerk joint_office"},
    "items:exclude": {"POST": "clerk joint_office"},
    "items:confirm": {"POST": "clerk joint_office"},
    "items:add": {"GET": "clerk joint_office", "POST": "clerk joint_office"},
    "items:edit": {"GET": "clerk joint_office", "POST": "clerk joint_office"},
    "items:remove": {"POST": "clerk joint_office"},
    "items:send": {"GET": "clerk joint_office", "POST": "clerk joint_office"},
    "items:return": {"GET": "deputy_head principal_head", "POST": "deputy_head principal_head"},
    "items:approve": {"GET": "deputy_head principal_head", "POST": "deputy_head principal_head"},
    "items:discard": {"GET": "deputy_head", "POST": "deputy_head"},
    "items:publish": {"GET": "clerk joint_office", "POST": "clerk joint_office"},
    "items:mark": {"GET": "clerk", "POST": "clerk"},
    "items:retire": {"GET": "clerk", "POST": "clerk"},
    "items:guides": {"GET": READ},
    "items:guide": {"GET": READ},
    "items:write_guide": {"GET": "clerk section_head", "POST": "clerk section_head"},
    "items:publish_guide": {"POST": "section_head"},
    # The three administrators.
    "system:departments": {"GET": "sysadmin secadmin audadmin"},
    "system:add_department": {"GET": "sysadmin", "POST": "sysadmin"},
    "system:add_section": {"GET": "sysadmin", "POST": "sysadmin"},
    "system:people": {"GET": "sysadmin secadmin audadmin"},
    "system:add_person": {"GET": "sysadmin", "POST": "sysadmin"},
    "system:person": {"GET": "sysadmin secadmin audadmin"},
    "system:open_account": {"GET": "sysadmin", "POST": "sysadmin"},
    "system:appoint": {"GET": "secadmin", "POST": "secadmin"},
    "system:end_post": {"GET": "secadmin", "POST": "secadmin"},
    "system:role": {"GET": "secadmin", "POST": "secadmin"},
    "system:disable": {"GET": "secadmin", "POST": "secadmin"},
    "system:enable": {"GET": "secadmin", "POST": "secadmin"},
    "system:reset": {"GET": "secadmin", "POST": "secadmin"},
    "system:forget_factor": {"GET": "secadmin", "POST": "secadmin"},
    "system:unlock": {"POST": "secadmin"},
    "system:access_log": {"GET": "audadmin"},
}

# The same for everybody: caches may keep these.
SHARED = {
    "portal:home",
    "portal:rules",
    "portal:log",
    "portal:log_checkpoint",
    "portal:log_tile",
    "portal:items",
    "portal:items_notice",
    "portal:plans",
    "portal:plans_notice",
    "portal:filings",
    "portal:filings_notice",
}
# Sending these twice does no harm; every other POST carries an idempotency key.
REPEATABLE = {
    "setup:bureau",
    "setup:people",
    "setup:found",
    "accounts:log_in",
    "accounts:second_factor",
    "accounts:log_out",
    "accounts:confirm",
    "accounts:change_password",
    "accounts:enrol",
}
