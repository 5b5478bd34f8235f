"""Double click, back and resubmit, refresh, two tabs, a cut network: one row each. In a trial 200
times in the player's queue and 25 on the plain pages (security.md, D8), else 80 and 5 times."""

import random
from collections import Counter

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from exercises.models import Exercise
from logbook.keys import uuid7
from logbook.models import Session, SetLog, StretchLog
from tests.factories import make_exercise, make_version

AGAIN = """async ([how, item]) => {
  const offline = await import(document.querySelector("script[data-offline]").src);
  const post = async (items) => {
    const owner = (await offline.plan()).owner;
    const token = new URLSearchParams(document.cookie.replace(/; /g, "&")).get("csrftoken");
    const answer = await fetch("/today/session/sync/", {method: "POST",
      headers: {"Content-Type": "application/json", "X-CSRFToken": token},
      body: JSON.stringify({owner, sent_at: new Date().toISOString(), items})});
    return (await answer.json()).answers.map((one) => one.result);
  };
  if (how === "double click") await Promise.all([offline.record(item), offline.record(item)]);
  else if (how === "resubmit") {
    await post([item]);
    await offline.record(item);
    await post([item]);
  }
  else if (how === "at once") await Promise.all([post([item]), post([item]), offline.record(item)]);
  else await offline.record(item);
}"""
WAYS = ["double click", "resubmit", "at once", "refresh", "two tabs", "cut"]


@pytest.mark.trial("D8")
def test_double_sends_leave_one_row_each(library, phones, patient, tally, in_full):
    slugs = ["thread-the-needle", "open-book", "kneeling-hip-flexor-stretch"]
    slugs += ["figure-4-glute-stretch"]
    exercises = [Exercise.objects.get(slug=slug) for slug in slugs]
    version = make_version(patient, *exercises, sets=10)
    phone = phones(patient)
    phone.open_today()
    phone.open_player()
    other = phone.new_tab()
    other.goto("/today/session/")
    chance = random.Random(8)
    used = Counter()
    slots = [
        (row, side, number) for row in version.prescriptions.all() for side, number in row.slots
    ]
    assert len(slots) == 80
    sent = 0
    rounds = [slots, slots, slots[:40]] if in_full else [slots]
    for items in rounds:
        key = phone.tab.evaluate(
            """async () => {
              const offline = await import(document.querySelector("script[data-offline]").src);
              const items = await import("/static/js/player/items.js");
              const {version} = await offline.plan();
              const start = items.startItem({version, pain_before: null, new_or_worse: false});
              const session = await offline.begin(start);
              const again = await offline.begin(items.startItem({version}));
              if (again.key !== session.key) throw new Error("two sessions");
              return session.key;
            }"""
        )
        for row, side, number in items:
            at = timezone.now().isoformat().replace("+00:00", "Z")
            item = {"key": str(uuid7()), "act": "set", "at": at, "session": key}
            item |= {"prescription": str(row.code), "side": side, "number": number, "done": 7}
            way = chance.choice(WAYS)
            used[way] += 1
            sent += 1
            if way == "cut":
                phone.cut()
            phone.tab.evaluate(AGAIN, [way, item])
            if way in ("two tabs", "cut"):
                other.evaluate(AGAIN, [way, item])
            if way == "cut":
                phone.join()
            if way == "refresh":
                phone.tab.reload()
                phone.tab.wait_for_selector("script[data-offline]", state="attached")
        phone.wait_until_sent()
        phone.tab.evaluate(
            """async (session) => {
              const offline = await import(document.querySelector("script[data-offline]").src);
              const items = await import("/static/js/player/items.js");
              const finish = items.finishItem(session, {new_or_worse: false});
              await Promise.all([offline.record(finish), offline.record(finish)]);
            }""",
            key,
        )
        phone.wait_until_sent()
    assert sent == (200 if in_full else 80)
    assert min(used[way] for way in WAYS) > (20 if in_full else 5)
    tally("D8", cases=sent, wrong=abs(SetLog.objects.count() - sent))
    assert SetLog.objects.count() == SetLog.objects.filter(current=True).count() == sent
    assert Session.objects.count() == len(rounds)


@pytest.mark.trial("D8")
def test_plain_pages_pressed_twice_sent_again_and_open_twice_leave_one_row_each(
    open_page, patient, in_full
):
    """The same by hand on Today, in five ways, each on five stretches or on one."""
    each = 5 if in_full else 1
    version = make_version(patient, *(make_exercise() for _number in range(5 * each)))
    Session.start(patient, uuid7())
    page, plain = open_page(patient), open_page(patient, javascript=False)
    other = page.context.new_page()
    rows = iter(version.prescriptions.all())

    def as_planned(on, row, **how):
        card = on.locator(f"#stretch-{row.code}")
        card.get_by_role("button", name="Done as planned").click(**how)
        return card

    def open_form(on, row):
        on.goto("/today/")
        on.locator(f"#stretch-{row.code} a").click()
        on.locator(f"#stretch-{row.code}.opened").wait_for()

    def is_done(card):
        card.and_(card.page.locator(".done")).wait_for()

    def press_and_lose_the_answer(on, row):
        def lose(route):
            assert route.fetch().ok
            route.abort()

        on.route("**/today/stretches/*/", lose, times=1)
        as_planned(on, row)
        on.locator("#messages .said.error").wait_for()

    for _again in range(each):
        row = next(rows)  # double click
        open_form(page, row)
        is_done(as_planned(page, row, click_count=2))

        row = next(rows)  # the answer is lost after the commit, and htmx is asked again
        open_form(page, row)
        press_and_lose_the_answer(page, row)
        is_done(as_planned(page, row))

        row = next(rows)  # two tabs, each with a form of its own
        open_form(page, row)
        open_form(other, row)
        is_done(as_planned(page, row))
        is_done(as_planned(other, row))

        row = next(rows)  # the answer is lost, and the page opened anew
        open_form(page, row)
        press_and_lose_the_answer(page, row)
        page.reload()
        is_done(page.locator(f"#stretch-{row.code}"))

        row = next(rows)  # without a script: back, and sent again
        address = f"/today/stretches/{row.code}/"
        plain.goto(address)
        for _press in range(2):
            plain.get_by_role("button", name="Done as planned").click()
            expect(plain).not_to_have_url(address)
            plain.go_back()
            plain.get_by_role("button", name="Done as planned").wait_for()

    assert next(rows, None) is None
    assert StretchLog.objects.filter(current=True).count() == 5 * each
    assert SetLog.objects.filter(current=True).count() == SetLog.objects.count() == 5 * each
    assert patient.days.get().sets_done == 5 * each
