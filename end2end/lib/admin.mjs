// What admins do.
import { awake, expect, figure, menuOf, row, statistic, told } from "./people.mjs";

/** Goes to a page of an area by the bars at the top. */
export async function goTo(page, area, name) {
  await page.getByRole("navigation", { name: "Admin", exact: true }).getByRole("link", { name: area, exact: true }).click();
  await page.getByRole("navigation", { name: "In this area" }).getByRole("link", { name, exact: true }).click();
}

/** Opens a course by its title, and one of its tabs. */
export async function openCourseAsAdmin(page, portal, title, tab) {
  await page.goto(`${portal.url}/admin/courses`);
  await row(page, title).getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  if (tab) await page.getByRole("navigation", { name: title }).getByRole("link", { name: tab }).click();
}

/** Opens somebody's profile from the list of users. */
export async function openUser(page, portal, { name, email }) {
  await page.goto(`${portal.url}/admin/users?q=${email}`);
  await row(page, name).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** What the dashboard says is in the pool, and of a course. */
export async function standing(page, portal, title) {
  await page.goto(`${portal.url}/admin`);
  const line = row(page, title);
  return {
    pool: await statistic(page, "In the pool"),
    available: await figure(line, "Available"),
    withManagers: await figure(line, "With managers"),
    held: await figure(line, "Held"),
    consumed: await figure(line, "Consumed"),
  };
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

/** Chooses a course in the open form of an enrollment; answers what stood there of its credit. */
export async function chooseCourse(page, title) {
  const option = page.getByRole("option").filter({ hasText: title });
  await page.getByLabel("Course").selectOption(await option.getAttribute("value"));
  return option.textContent();
}

/** Enrolls the user whose page is open; answers what was said before of the credit. */
export async function enroll(page, title) {
  await page.getByRole("link", { name: "Enroll User" }).click();
  const said = await chooseCourse(page, title);
  await page.getByRole("button", { name: "Enroll User" }).click();
  return said;
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
