"""A client made from the API's document looks after owners and their stores: every operation once, with good data."""


def look_after_stores(admin) -> None:
    owner = admin.admin_owners_add({"name": "Asha Rao", "email": "asha@rao.example"}).data["id"]
    assert owner in {row["id"] for row in admin.admin_owners_list(limit=50).data}
    assert admin.admin_owners_update({"legal_name": "Rao Handlooms"}, owner_id=owner).data["name"] == "Asha Rao"

    made = admin.stores_add({"name": "Rao Handlooms", "owner_id": owner}).data
    assert made["status"] == "draft"
    opened = admin.admin_stores_status({"status": "active", "reason": "Papers seen"}, store_id=made["id"])
    assert opened.data["status"] == "active"
    assert made["id"] in {row["id"] for row in admin.stores_list(limit=50).data}
    assert admin.stores_update({"city": "Mysuru"}, key=made["slug"]).data["city"] == "Mysuru"
    assert admin.stores_get(key=made["id"]).data["city"] == "Mysuru"
    assert admin.admin_owners_get(owner_id=owner).data["stores"][0]["slug"] == made["slug"]
    admin.stores_delete(key=made["slug"])
    admin.admin_owners_delete(owner_id=owner)
