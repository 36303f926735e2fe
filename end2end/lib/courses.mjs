// Courses that the demo does not have: published, and played by a learner of the demo.
import { enroll, openUser, publish } from "./admin.mjs";
import { ADMIN, CAST, signedIn } from "./doors.mjs";
import { told } from "./people.mjs";

/** Publishes a package and enrolls Lena; answers the course, the admin's page and hers. */
export async function lenaTakes(visitor, portal, file, standard) {
  const admin = await signedIn(visitor, portal, ADMIN);
  const course = await publish(admin, portal, file, { standard });
  await openUser(admin, portal, CAST.lena);
  await enroll(admin, course.title);
  await told(admin, "taken from the pool");
  return { course, admin, page: await signedIn(visitor, portal, CAST.lena) };
}

/** Says yes to whatever the pages of this browser ask or tell; answers the list of it, which grows. */
export function sayYes(page) {
  const asked = [];
  page.context().on("dialog", (dialog) => {
    if (dialog.type() !== "beforeunload") asked.push(dialog.message());
    return dialog.accept();
  });
  return asked;
}

const isCommit = (request) => request.url().endsWith("/~lectern/commit");

/** Waits until the server has taken a commit, or one that holds these words. */
export const taken = (page, words = "") =>
  page.waitForResponse((answer) => {
    const request = answer.request();
    return isCommit(request) && answer.ok() && (words === "" || request.postData()?.includes(words));
  });

/** The addresses of the commits that leave this page from now on; a list that grows. */
export function commitsOf(page) {
  const commits = [];
  page.on("request", (request) => isCommit(request) && commits.push(request.url()));
  return commits;
}
