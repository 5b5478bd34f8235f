from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as spare_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import path, re_path, reverse_lazy

from people.leaving import leaves_nothing
from people.reauthentication import freshly_signed_in
from people.second_factor import enrols, keeps_one, staff_only
from people.sign_in import unhurried, unprocessable

just_proved = freshly_signed_in("GET", "HEAD", "POST")

# The pages of allauth that we use, under the names it looks them up by. Nothing here changes
# e-mails or passwords of somebody signed in; whoever forgot a password proves their mailbox.
urlpatterns = [
    path("login/", unhurried(unprocessable(account.login)), name="account_login"),
    path("logout/", leaves_nothing(account.logout), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),  # always closed: a clinic invites
    path(
        "login/code/",
        unhurried(unprocessable(account.request_login_code)),
        name="account_request_login_code",
    ),
    path(
        "login/code/confirm/",
        unprocessable(account.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path(
        "password/reset/",
        unhurried(unprocessable(account.password_reset)),
        name="account_reset_password",
    ),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        unprocessable(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    # The second step, and what it is made of. Each change asks once more who somebody is.
    path("second-step/", unprocessable(factor.authenticate), name="mfa_authenticate"),
    path("passkeys/sign-in/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path(
        "passkeys/add/",
        just_proved(enrols(unprocessable(passkey.add_webauthn))),
        name="mfa_add_webauthn",
    ),
    path(
        "passkeys/<int:pk>/remove/",
        just_proved(
            keeps_one(passkey.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")))
        ),
        name="mfa_remove_webauthn",
    ),
    path(
        "app/add/",
        just_proved(staff_only(enrols(unprocessable(app.activate_totp)))),
        name="mfa_activate_totp",
    ),
    path(
        "app/remove/",
        just_proved(staff_only(keeps_one(app.deactivate_totp))),
        name="mfa_deactivate_totp",
    ),
    path(
        "spare-codes/",
        just_proved(staff_only(spare_codes.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "spare-codes/new/",
        just_proved(staff_only(spare_codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
]
