/* 办公端的小动作：没有脚本时每个页面照样能用。 */
(function () {
  "use strict";
  var wide = window.matchMedia("(min-width: 901px)");

  /* 宽屏时展开菜单和筛选；窄屏时收起，由人点开。 */
  function unfold() {
    document.querySelectorAll("details[data-wide-open]").forEach(function (box) {
      if (wide.matches) { box.open = true; }
    });
  }

  function prepare(root) {
    root.querySelectorAll("[data-spare]").forEach(function (button) { button.hidden = true; });
    var errors = root.querySelector("[data-focus]");
    if (errors) { errors.focus(); }
    unfold();
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
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach(function (button) { button.removeAttribute("aria-disabled"); });
    });
  });

  /* 填了一半的表单，离开前问一句。 */
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-changed]")) { event.preventDefault(); event.returnValue = ""; }
  });

  if (wide.addEventListener) { wide.addEventListener("change", unfold); }
  prepare(document);
  document.addEventListener("htmx:load", function (event) { prepare(event.target); });
})();
