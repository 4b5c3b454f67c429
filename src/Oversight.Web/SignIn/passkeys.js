// Passkeys (WebAuthn). A form with data-passkey asks the server what to ask of the browser, and sends what the browser answers. Without this
// script the form stays hidden, and everything else works.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const creates = form.dataset.passkey === "create";
  const api = window.PublicKeyCredential;
  const read = creates ? api?.parseCreationOptionsFromJSON : api?.parseRequestOptionsFromJSON;
  if (!read) {
    continue;
  }

  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = form.querySelector("[role=status]");
    status.textContent = "";
    try {
      const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
      if (!answer.ok) {
        throw new Error("Oversight did not answer: open this page again.");
      }

      const publicKey = read.call(api, await answer.json());
      const credential = creates
        ? await navigator.credentials.create({ publicKey })
        : await navigator.credentials.get({ publicKey });
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      status.textContent = error.name === "NotAllowedError" ? "No passkey was used." : error.message;
    }
  });
}
