// The steps through the years as a slider. Each is a link of the page, which is asked for the picture of its day.
const slider = document.querySelector("[data-steps]");
const range = slider.querySelector("input");
const shown = slider.querySelector("output");

const links = () => [...document.querySelectorAll(".oversight-steps ol a")];

const say = () => {
  shown.textContent = links()[range.value].getAttribute("aria-label");
};

const show = async () => {
  const address = links()[range.value].href;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const picture = page.getElementById("picture");
    if (!answer.ok || !picture) {
      throw new Error("There is no picture.");
    }

    document.getElementById("picture").replaceWith(document.adoptNode(picture));
    links().forEach((link, at) => {
      link.toggleAttribute("aria-current", at === Number(range.value));
    });
    document.title = page.title;
    history.replaceState(null, "", address);
  } catch {
    location.assign(address);
  }
};

slider.hidden = false;
say();
range.addEventListener("input", say);
range.addEventListener("change", show);
