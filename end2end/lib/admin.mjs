// What admins do.
import { awake, expect, menuOf, told } from "./people.mjs";

/** Goes to a page of an area by the bars at the top. */
export async function goTo(page, area, name) {
  await page.getByRole("navigation", { name: "Admin", exact: true }).getByRole("link", { name: area, exact: true }).click();
  await page.getByRole("navigation", { name: "In this area" }).getByRole("link", { name, exact: true }).click();
}

/** Uploads a package, looks it over and publishes it; answers the course with its address. */
export async function publish(page, portal, file, { script = true, standard } = {}) {
  await page.goto(`${portal.url}/admin/courses/new`);
  await awake(page, script);
  await page.getByLabel("Package", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Upload Course" }).click();
  await page.waitForURL(/\/admin\/courses\/[0-9a-f-]{36}$/);
  const course = { title: await page.locator("h1").innerText(), url: page.url() };
  if (standard) await expect(page.locator(".facts")).toContainText(standard);
  await page.getByRole("button", { name: "Publish" }).click();
  await told(page, "published");
  return course;
}

/** Creates a user with these roles; the letter to choose a password goes to the address. */
export async function createUser(page, portal, { name, email }, roles) {
  await page.goto(`${portal.url}/admin/users/new`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail address").fill(email);
  for (const role of ["Admin", "Manager", "Learner"]) {
    await page.getByRole("checkbox", { name: role }).setChecked(roles.includes(role));
  }
  await page.getByRole("button", { name: "Create user" }).click();
  await told(page, "created");
  return page.url();
}

/** Enrolls the user whose page is open. */
export async function enroll(page, title) {
  await page.getByRole("link", { name: "Enroll User" }).click();
  const option = page.getByRole("option").filter({ hasText: title });
  await page.getByLabel("Course").selectOption(await option.getAttribute("value"));
  await page.getByRole("button", { name: "Enroll User" }).click();
}

export async function addManager(page, course, { name, email }) {
  await page.goto(`${course.url}/managers`);
  await page.getByRole("link", { name: "Add Manager" }).click();
  await page.getByLabel("Manager").selectOption({ label: `${name} (${email})` });
  await page.getByRole("button", { name: "Add Manager" }).click();
  await told(page, "registered on this course");
}

export async function grant(page, portal, amount, reason) {
  await page.goto(`${portal.url}/admin`);
  await page.getByRole("link", { name: "Grant Credits", exact: true }).click();
  await page.getByLabel("Credits").fill(String(amount));
  await page.getByLabel("Reason").fill(reason);
  await page.getByRole("button", { name: "Grant Credits" }).click();
  await told(page, "added to the pool");
}

export async function allocate(page, portal, course, amount) {
  await page.goto(`${portal.url}/admin`);
  const form = page.locator("form.cell-form").filter({ has: page.getByLabel(`Credits for ${course.title}`) });
  await form.getByLabel(`Credits for ${course.title}`).fill(String(amount));
  await form.getByRole("button", { name: "Allocate" }).click();
  await told(page, "allocated to the course");
}

export async function assign(page, course, manager, amount) {
  await page.goto(`${course.url}/managers`);
  await (await menuOf(page, manager.name)).getByRole("link", { name: "Assign credits" }).click();
  await page.getByLabel("Credits").fill(String(amount));
  await page.getByRole("button", { name: "Assign Credits" }).click();
  await told(page, "assigned to the manager");
}

/** Sets up a webhook that is told of granted credits, keeps its secret, and sends a test; answers the test's page. */
export async function addWebhook(page, portal, url) {
  await page.goto(`${portal.url}/admin/webhooks/new`);
  await page.getByLabel("Address").fill(url);
  await page.getByLabel(/credits\.granted/).check();
  await page.getByRole("button", { name: "Set up" }).click();
  await told(page, "The webhook is set up");
  await page.getByRole("button", { name: "I have kept it" }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await told(page, "A test is on its way");
  return page.url();
}
