// Buying credits.
import { awake, told } from "./people.mjs";

/** Terms that are longer than their box. */
export const TERMS = Array.from({ length: 30 }, (_, n) => `${n + 1}. Credits are bought for one organization, and what is written here in many words is agreed.`).join("\n\n");

/** Says what a credit costs, who sells it and under which terms. */
export async function setPrice(page, portal, { price = "4.90", tax = "19", terms = TERMS } = {}) {
  await page.goto(`${portal.url}/admin/purchases/price`);
  await page.getByLabel("Currency").selectOption("EUR");
  await page.getByLabel("Price of one credit").fill(price);
  await page.getByLabel("Tax in percent").fill(tax);
  await page.getByLabel("What the tax is called").fill("VAT");
  await page.getByLabel("Seller", { exact: true }).fill("Lectern Größe & Söhne");
  await page.getByLabel("The seller’s address").fill("ul. Świętokrzyska 1\nŁódź");
  await page.getByLabel("Your address on invoices").fill("2 Mill Lane\nKøbenhavn");
  await page.getByLabel("How to pay an invoice").fill("IBAN DE00 1234 5678, within 14 days");
  await page.getByLabel("Terms of purchase").fill(terms);
  await page.getByRole("button", { name: "Save" }).click();
  await told(page, "Saved");
}

/** Chooses a quantity; ends on the page with price and terms. */
export async function choose(page, portal, credits, script) {
  await page.goto(`${portal.url}/admin`);
  await page.getByRole("link", { name: "Purchase Credits" }).first().click();
  await page.getByLabel("Credits").fill(String(credits));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("region", { name: /Terms of purchase/ }).waitFor();
  await awake(page, script);
}

/** Reads the terms to their end, accepts them, and orders. */
export async function acceptAndPurchase(page) {
  const terms = page.getByRole("region", { name: /Terms of purchase/ });
  await terms.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await page.getByRole("checkbox", { name: /accept/ }).check();
  await page.getByRole("button", { name: /^Purchase for/ }).click();
  await told(page, "ordered");
}
