/* 办公端的小动作：没有脚本时每个页面照样能用。 */
(function () {
  "use strict";
  function prepare(root) {
    root.querySelectorAll("[data-spare]").forEach(function (button) { button.hidden = true; });
    var errors = root.querySelector("[data-focus]");
    if (errors) { errors.focus(); }
  }

  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit]") && event.target.form) { event.target.form.submit(); }
    if (event.target.closest("form[data-guard]")) { event.target.closest("form").dataset.changed = "yes"; }
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print],[data-copy]");
    if (!button) { return; }
    if (button.hasAttribute("data-print")) { window.print(); return; }
    if (navigator.clipboard) {
      navigator.clipboard.writeText(button.dataset.copy).then(function () { button.textContent = "已复制"; });
    }
  });

  /* 同一份表单不点两次；真正的防线是服务器上的编号。 */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    delete form.dataset.changed;
    window.setTimeout(function () {
      form.querySelectorAll("button[type=submit]").forEach(function (button) { button.setAttribute("aria-disabled", "true"); });
    }, 0);
    if (form.dataset.sent && form.method === "post") { event.preventDefault(); }
    form.dataset.sent = "yes";
    /* 提交后仍留在本页的（下载文件），过几秒恢复。 */
    window.setTimeout(release, 5000);
  });
  function release() {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach(function (button) { button.removeAttribute("aria-disabled"); });
    });
  }
  window.addEventListener("pageshow", release);

  /* 填了一半的表单，离开前问一句。 */
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-changed]")) { event.preventDefault(); event.returnValue = ""; }
  });

  prepare(document);
  document.addEventListener("htmx:load", function (event) { prepare(event.target); });
})();
