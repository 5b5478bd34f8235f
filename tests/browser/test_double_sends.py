"""Double click, back and resubmit, refresh, two tabs, 200 times: one row each (security.md, D8)."""

import random
from collections import Counter

import pytest
from django.utils import timezone

from exercises.models import Exercise
from logbook.keys import uuid7
from logbook.models import Session, SetLog
from tests.factories import make_version

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
WAYS = ["double click", "resubmit", "at once", "refresh", "two tabs"]


@pytest.mark.trial("D8")
def test_two_hundred_double_sends_leave_one_row_each(library, phones, patient, tally):
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
    for _round in range(3):
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
        for row, side, number in slots[: 80 if _round < 2 else 40]:
            at = timezone.now().isoformat().replace("+00:00", "Z")
            item = {"key": str(uuid7()), "act": "set", "at": at, "session": key}
            item |= {"prescription": str(row.code), "side": side, "number": number, "done": 7}
            way = chance.choice(WAYS)
            used[way] += 1
            sent += 1
            phone.tab.evaluate(AGAIN, [way, item])
            if way == "two tabs":
                other.evaluate(AGAIN, [way, item])
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
    assert sent == 200
    assert min(used[way] for way in WAYS) > 20
    tally("D8", cases=sent, wrong=abs(SetLog.objects.count() - sent))
    assert SetLog.objects.count() == SetLog.objects.filter(current=True).count() == 200
    assert Session.objects.count() == 3
