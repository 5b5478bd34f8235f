from allauth.account import views as account
from django.urls import path, re_path

from people.sign_in import unprocessable

# The pages of allauth that we use, under the names it looks them up by. Nothing here changes
# e-mails or passwords of somebody signed in; whoever forgot a password proves their mailbox.
urlpatterns = [
    path("login/", unprocessable(account.login), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),  # always closed: a clinic invites
    path(
        "login/code/",
        unprocessable(account.request_login_code),
        name="account_request_login_code",
    ),
    path(
        "login/code/confirm/",
        unprocessable(account.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path("password/reset/", unprocessable(account.password_reset), name="account_reset_password"),
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
]
