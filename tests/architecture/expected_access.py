"""Who may ask which page by which method: the second book beside `policy.toml`, kept by hand on purpose.

Shape: URL name → method → roles separated by blanks. HEAD goes with GET.
"""

from collections.abc import Mapping

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
SHARED = {"portal:home", "portal:rules", "portal:log", "portal:log_checkpoint", "portal:log_tile"}
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
