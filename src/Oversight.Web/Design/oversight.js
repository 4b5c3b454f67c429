// Pages work whole without this; with it, the parts of the design system that move do, and long lists are searched by writing.
import { initAll } from "/nhsuk-frontend.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

if (document.querySelector("[data-steps]")) {
  import("/steps.js");
}

// A picture that is wider than the screen begins at its day, and says in the part that is seen what each line is about.
for (const region of document.querySelectorAll(".oversight-timeline[data-day]")) {
  const picture = region.querySelector("svg");
  const inUnits = (pixels) => (pixels * picture.viewBox.baseVal.width) / picture.clientWidth;
  const labels = region.querySelectorAll(".name, .label");
  region.addEventListener("scroll", () => {
    for (const label of labels) {
      label.setAttribute("transform", `translate(${inUnits(region.scrollLeft).toFixed(1)} 0)`);
    }
  });
  if (region.scrollWidth > region.clientWidth) {
    // In front of what they stand upon.
    labels.forEach((label) => label.parentNode.append(label));
    region.scrollLeft = (region.dataset.day * picture.clientWidth) / picture.viewBox.baseVal.width - region.clientWidth * 0.8;
  }
}

const pickers = document.querySelectorAll("select[data-picker]");
if (pickers.length > 0) {
  const script = document.createElement("script");
  script.src = "/accessible-autocomplete.js";
  script.addEventListener("load", () => pickers.forEach(search));
  document.head.append(script);
}

// The select stays, hidden, and is what the form sends: the choice made, or else what is written. Nothing is taken for it because it begins or holds
// the same: a choice is made in the list, or written whole, or by its code. What is written and is no choice is sent as it stands, and answered.
function search(select) {
  const written = select.querySelector("option[data-written]") ?? Object.assign(document.createElement("option"), { hidden: true });
  const choices = [...select.options].filter((one) => one.value && one !== written);
  const chosen = select.selectedOptions[0];
  // What describes the field is said with how to choose: the list keeps that attribute for itself.
  const described = (select.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent.trim() ?? "");
  const isWrong = select.classList.contains("nhsuk-select--error");
  window.accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    name: "",
    defaultValue: chosen?.value ? chosen.text : "",
    autoselect: false,
    confirmOnBlur: false,
    showAllValues: true,
    displayMenu: "overlay",
    inputClasses: isWrong ? "nhsuk-input nhsuk-input--error" : "nhsuk-input",
    source: (text, show) => show(choices.filter((one) => one.text.toLowerCase().includes(text.trim().toLowerCase()))),
    // The list takes HTML, and what stands in a choice was written by somebody.
    templates: { inputValue: (one) => one?.text ?? one ?? "", suggestion: (one) => new Option(one?.text ?? one).innerHTML },
    tAssistiveHint: () =>
      [...described, "Write a part of it, then choose with the arrows and Enter."].filter(Boolean).join(" "),
    menuAttributes: { "aria-label": select.labels[0]?.textContent ?? "" },
    onConfirm: (one) => {
      if (one instanceof HTMLOptionElement) {
        one.selected = true;
      }
    },
  });
  const input = select.parentElement.querySelector("input.autocomplete__input");
  input.addEventListener("input", () => {
    const text = input.value.trim().toLowerCase();
    const ways = [(one) => one.text.toLowerCase() === text, (one) => one.value.toLowerCase() === text, (one) => one.text.toLowerCase().endsWith(`(${text})`)];
    const meant = ways.map((way) => choices.filter(way)).find((found) => found.length > 0) ?? [];
    written.remove();
    if (text === "") {
      select.value = "";
    } else if (meant.length === 1) {
      meant[0].selected = true;
    } else {
      written.value = written.text = input.value.trim();
      select.append(written);
      written.selected = true;
    }
  });
}
