// Credits among managers: given and taken back, requested and partly approved, changed in the grid, handed over.
import { ADMIN, CAST, setUp, signedIn } from "../lib/doors.mjs";
import { atCourse, atCredits } from "../lib/manager.mjs";
import { expect, figure, menuOf, refused, row, statistic, test, told } from "../lib/people.mjs";
import { look } from "../lib/screens.mjs";
import { together } from "../lib/together.mjs";

const COURSE = "Forklift Basics";

const { portal, box } = together({ mail: true, timeout: 180_000 });

test("the demo is loaded @plain", async ({ visitor }) => {
  await setUp(await visitor(), portal, { demo: true });
});

test("a manager gives credits and takes some back @plain", async ({ visitor, script }) => {
  const mara = await atCredits(visitor, portal, CAST.mara, COURSE);
  expect(await statistic(mara, "Remaining")).toBe(8);
  await mara.getByRole("link", { name: "Give credits" }).click();
  await look(mara, "manager", { script });
  await mara.getByRole("combobox", { name: "Manager" }).selectOption({ index: 1 });
  await mara.getByLabel("Credits", { exact: true }).fill("9");
  await refused(mara, "Credits", /9 credits are needed and 8 are free/, 409, () => mara.getByRole("button", { name: "Give credits" }).click());
  await mara.getByLabel("Credits", { exact: true }).fill("3");
  await mara.getByRole("button", { name: "Give credits" }).click();
  await told(mara, "3 credits given");
  expect(await statistic(mara, "Remaining")).toBe(5);
  expect((await box.letterTo(CAST.noor.email, "gave you 3 credits")).text).toContain(COURSE);

  const given = row(mara, CAST.noor.name);
  expect([await figure(given, "Given"), await figure(given, "Can come back")]).toEqual([3, 3]);
  await look(mara, "manager-given", { script });
  await given.getByRole("link", { name: "Take back" }).click();
  await look(mara, "manager", { script });
  await mara.getByLabel("Credits", { exact: true }).fill("1");
  await mara.getByRole("button", { name: "Take back" }).click();
  await told(mara, "1 credit taken back");
  expect(await statistic(mara, "Remaining")).toBe(6);
  expect(await figure(row(mara, CAST.noor.name), "Given")).toBe(2);
  const noor = await atCredits(visitor, portal, CAST.noor, COURSE);
  expect(await statistic(noor, "Remaining")).toBe(7);
});

test("a request is approved in part, from the course and the pool @plain", async ({ visitor, script }) => {
  const mara = await atCredits(visitor, portal, CAST.mara, COURSE);
  await mara.getByRole("link", { name: "Request Credits" }).click();
  await look(mara, "manager", { script });
  await mara.getByLabel("Credits", { exact: true }).fill("12");
  await mara.getByLabel("What for").fill("Twelve new colleagues start in May");
  await mara.getByRole("button", { name: "Request Credits" }).click();
  await told(mara, "12 credits requested");
  const letter = await box.letterTo(ADMIN.email, "asks for 12 credits");
  expect(letter.text).toContain("Twelve new colleagues");

  const admin = await signedIn(visitor, portal, ADMIN);
  expect(await statistic(admin, "Requests")).toBe(1);
  await admin.locator(".stats").getByRole("link", { name: "Requests" }).click();
  await look(admin, "admin", { script });
  await row(admin, CAST.mara.name).getByRole("link", { name: "Decide" }).click();
  expect(letter.links).toContain(admin.url());
  await admin.goto(`${admin.url()}/decline`);
  await look(admin, "admin-decline", { script });
  await admin.goBack();
  await expect(admin.locator(".consequences")).toContainText("12 credits for Mara Lind: 5 of the course’s, 7 from the pool");
  await admin.getByLabel("Credits to assign").fill("8");
  await admin.getByRole("button", { name: "Show what moves" }).click();
  await expect(admin.locator(".consequences")).toContainText("8 credits for Mara Lind: 5 of the course’s, 3 from the pool");
  await look(admin, "admin", { script });
  await admin.getByLabel("Answer").fill("Eight now, the rest in June");
  await admin.getByRole("button", { name: "Approve 8 credits" }).click();
  await told(admin, "8 credits assigned");
  await expect(row(admin, CAST.mara.name)).toContainText("Partly approved");
  expect(await figure(row(admin, CAST.mara.name), "Assigned")).toBe(8);
  await admin.getByRole("link", { name: CAST.mara.name }).click();
  await look(admin, "admin-decided", { script });
  await admin.goto(`${portal.url}/admin`);
  expect([await statistic(admin, "In the pool"), await statistic(admin, "Requests")]).toEqual([57, 0]);

  expect((await box.letterTo(CAST.mara.email, "8 credits for")).text).toContain("> Eight now, the rest in June");
  await mara.reload();
  expect(await statistic(mara, "Remaining")).toBe(14);
  await expect(mara.locator("main")).toContainText("Partly approved");
});

test("the grid names every movement before it makes them @plain", async ({ visitor, script }) => {
  const admin = await signedIn(visitor, portal, ADMIN);
  await admin.getByRole("link", { name: "Credits grid" }).click();
  await look(admin, "admin", { script });
  await admin.getByLabel(`New number for Noor Haddad on ${COURSE}`).fill("ten");
  await admin.getByRole("button", { name: "Show what moves" }).click();
  await expect(admin.getByRole("alert")).toContainText("Give a whole number");
  await expect(admin.getByLabel(`New number for Noor Haddad on ${COURSE}`)).toHaveValue("ten");
  await admin.getByLabel(`New number for Noor Haddad on ${COURSE}`).fill("10");
  await admin.getByLabel("New number for Mara Lind on Kitchen Hygiene").fill("4");
  await admin.getByRole("button", { name: "Show what moves" }).click();
  await expect(admin.locator(".consequences li")).toHaveText([
    "Take back 6 credits from Mara Lind to Kitchen Hygiene",
    `Allocate 3 credits from the pool to ${COURSE}`,
    `Assign 3 credits of ${COURSE} to Noor Haddad`,
  ]);
  const pool = row(admin, "Pool");
  expect([await figure(pool, "Now"), await figure(pool, "Then")]).toEqual([57, 54]);
  await look(admin, "admin", { script });
  await admin.getByRole("button", { name: "Make 3 movements" }).click();
  await told(admin, "Done: 3 movements");
  expect(await figure(row(admin, COURSE), "Noor Haddad")).toBe(10);
  expect(await figure(row(admin, "Kitchen Hygiene"), "Mara Lind")).toBe(4);
  expect(await statistic(admin, "In the pool")).toBe(54);
});

test("a manager who leaves hands over @plain", async ({ visitor, script }) => {
  const admin = await signedIn(visitor, portal, ADMIN);
  await admin.goto(`${portal.url}/admin/courses`);
  await admin.getByRole("link", { name: COURSE }).click();
  await admin.getByRole("link", { name: "Managers" }).click();
  await (await menuOf(admin, CAST.mara.name)).getByRole("link", { name: "Hand over" }).click();
  await expect(admin.getByLabel("Who takes over")).toHaveValue(/[0-9a-f-]{36}/);
  const what = admin.locator(".consequences");
  await expect(what).toContainText("14 free credits to Noor Haddad");
  await expect(what).toContainText("2 pending invitations with their held credits to Noor Haddad");
  await expect(what).toContainText("kai@contoso.example, ruth@contoso.example");
  await look(admin, "admin", { script });
  await admin.getByRole("button", { name: "Hand over and remove" }).click();
  await told(admin, "Handed over");
  await expect(row(admin, CAST.mara.name)).toHaveCount(0);
  expect(await figure(row(admin, CAST.noor.name), "Available")).toBe(24);
  expect(await figure(row(admin, CAST.noor.name), "Held")).toBe(2);
  await box.letterTo(CAST.mara.email, "You no longer manage");
  await box.letterTo(CAST.noor.email, "You took over");

  await test.step("a released hold is the new manager's", async () => {
    const noor = await atCourse(visitor, portal, CAST.noor, COURSE);
    await (await menuOf(noor, "ruth@contoso.example")).getByRole("link", { name: "Cancel Invite" }).click();
    await expect(noor.locator(".consequences")).toContainText("1 credit returns to you");
    await noor.getByRole("button", { name: "Cancel 1 invitation" }).click();
    await noor.getByRole("link", { name: "Course credits" }).click();
    expect([await statistic(noor, "Remaining"), await statistic(noor, "Held")]).toEqual([25, 1]);
  });
});
