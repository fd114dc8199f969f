"""Pages of the sign-in family and of the account area."""

app_name = "accounts"
urlpatterns: list = []
