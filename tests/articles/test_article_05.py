"""第五条：每一步都在平台上办，留痕、可查、可追责。"""

from shuangsuiji.core.rules.lifecycle import MACHINES


def test_no_table_has_an_act_that_deletes_a_record() -> None:
    words = {word for machine in MACHINES for row in machine.rows for word in row.act.split("_")}
    assert not words & {"delete", "remove", "purge", "erase", "reset", "undo"}


def test_every_act_names_its_article_and_who_answers_for_it() -> None:
    for machine in MACHINES:
        for row in machine.rows:
            assert row.provisions, row
            assert row.offices.split(), row
