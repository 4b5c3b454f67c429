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
  region.addEventListener("scroll", () => {
    for (const label of region.querySelectorAll(".name, .label")) {
      label.setAttribute("transform", `translate(${inUnits(region.scrollLeft).toFixed(1)} 0)`);
    }
  });
  if (region.scrollWidth > region.clientWidth) {
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

// The select stays, hidden, and is what the form sends. What is written and is no choice chooses nothing: an old choice must not be sent in its place.
function search(select) {
  const chosen = select.selectedOptions[0];
  // What describes the field is said with how to choose: the list keeps that attribute for itself.
  const described = (select.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent.trim() ?? "");
  window.accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    name: "",
    defaultValue: chosen?.value ? chosen.text : "",
    showAllValues: true,
    displayMenu: "overlay",
    inputClasses: "nhsuk-input",
    tAssistiveHint: () =>
      [...described, "Write a part of it, then choose with the arrows and Enter."].filter(Boolean).join(" "),
    menuAttributes: { "aria-label": select.labels[0]?.textContent ?? "" },
    onConfirm: (text) => {
      const option = [...select.options].find((one) => one.value && one.text === text);
      if (option) {
        option.selected = true;
      } else if (text === "") {
        select.value = "";
      }
    },
  });
  const input = select.parentElement.querySelector("input.autocomplete__input");
  input.addEventListener("input", () => {
    const option = [...select.options].find((one) => one.value && one.text.toLowerCase() === input.value.trim().toLowerCase());
    select.value = option ? option.value : "";
  });
}
