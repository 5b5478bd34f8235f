"""The service worker keeps static files and the player's shell, and nothing about anybody."""

import json
import re

import pytest

from logbook.models import Session
from tests.browser.phone import assert_sessions

CANARIES = ["Maria", "Delgado", "maria@example.com", "Dana", "Okafor", "csrfmiddlewaretoken"]


def allowed(page):
    """What the worker says that it keeps."""
    text = page.request.get("/service-worker.js").text()
    kept = json.loads(re.match(r"self\.KEPT = (.*);\n", text).group(1))
    return {kept["shell"], *kept["files"]}


def test_after_every_page_only_files_and_the_shell_are_kept(phone):
    pages = ["/today/", "/today/session/", "/stretches/", "/stretches/press-up/", "/me/"]
    pages += ["/notice/", "/help/", "/today/start/", "/today/stop/", "/today/finish/", "/"]
    for address in [*pages, *pages]:
        phone.tab.goto(address)
        phone.tab.wait_for_load_state("networkidle")
    row = phone.stores()["plan"][0]["rows"][0]["code"]
    phone.do_session(part=1) if phone.tab.locator("script[data-offline]").count() else None
    phone.tab.goto(f"/today/stretches/{row}/")
    phone.tab.wait_for_load_state("networkidle")
    found = phone.dump()["caches"]
    assert set(found) == allowed(phone.tab)
    assert all(
        address.startswith("/static/") for address in set(found) - {"/words.js", "/today/session/"}
    )
    named = {address for address, text in found.items() if any(word in text for word in CANARIES)}
    assert named == set()


@pytest.mark.parametrize("address", ["/", "/today/", "/today/session/"])
def test_offline_these_open_the_player(phone, address):
    phone.cut()
    phone.tab.goto(address)
    assert phone.tab.locator("script[data-offline]").count() == 1
    assert phone.tab.locator("body.player").count() == 1


@pytest.mark.parametrize("address", ["/me/", "/stretches/", "/help/"])
def test_offline_no_other_page_is_there(phone, address):
    phone.tab.goto(address)
    phone.cut()
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        phone.tab.reload()


def test_the_files_of_an_older_release_go(phone):
    phone.tab.evaluate(
        """async () => {
          await caches.open("homestretch-files-old");
          const shells = await caches.open("homestretch-shell-old");
          await shells.put("/today/session/", new Response("old"));
          await (await navigator.serviceWorker.ready).unregister();
        }"""
    )
    phone.tab.goto("/today/")
    phone.wait_for_answer(
        """async () => {
          const names = await caches.keys();
          return names.length === 2 && names.every((name) => !name.endsWith("old"));
        }"""
    )
    assert "old" not in phone.dump()["caches"].values()


def test_a_signed_out_phone_does_not_keep_the_sign_in_page_as_its_shell(phone):
    phone.context.clear_cookies()
    phone.tab.goto("/today/session/")
    assert "/login/" in phone.tab.url
    phone.tab.evaluate(
        "async () => (await navigator.serviceWorker.ready).active.postMessage('keep-shell')"
    )
    phone.cut()
    phone.tab.goto("/today/session/")
    assert phone.tab.locator("body.player").count() == 1


def test_the_worker_sends_when_the_network_is_back_and_no_tab_is_open(phone, patient):
    phone.open_player()
    phone.cut()
    key = phone.do_session(note="Alone")
    phone.tab.close()
    phone.tab = phone.new_tab()
    tools = phone.context.new_cdp_session(phone.tab)
    registrations = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registrations.extend(told["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    phone.tab.goto("about:blank")
    phone.join()
    phone.tab.goto(f"{phone.url}/healthz")
    tools.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": phone.url,
            "registrationId": registrations[0]["registrationId"],
            "tag": "send-sets",
            "lastChance": False,
        },
    )
    phone.wait_until_sent()
    assert_sessions(patient, [key])
    assert Session.objects.get().note == "Alone"
