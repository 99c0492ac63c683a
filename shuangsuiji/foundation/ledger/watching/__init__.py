"""Watching a log from outside: a mirror that copies and proves everything, a monitor that looks again and again.

    source     a log served as files: a folder, or an address
    opened     a served checkpoint, judged by the policy where there is one
    served     tiles and bundles as served, with the finding that tells what is wrong with them
    proven     a signed tree whose every tile is proven before it is used
    findings   what was checked, what differed, what to do next; exit codes
    copying    verified before written, from the root downwards, resumable
    mirror     one run of the mirror
    growing    a right edge carried on over served entries
    memory     what the monitor keeps between two runs
    elsewhere  what witnesses and other mirrors have of the same log
    monitor    one run of the monitor

Source: 50-ledger §7 (mirror), §9 (monitor; L05 L06 L08 L09 L14).
Takes: served bytes, a policy, a signature check, the time. Gives: findings with an exit code for cron.
Never: Django, the database, anything of the application but `core`; believes a byte that no signed root covers.
"""
