// Signing with the desktop plug-in of government (VGCA Sign Service), on the page of such an act only. The page asks our server for the next
// file and what the plug-in is to be told of it (docs/integrator/vgca.md), says it over the plug-in's local socket, and so on until the
// server has no more. Without the plug-in it says so and points at the other ways to sign.
//
//   <div data-vgca="/outgoing/signing/…/order" hidden>   answers a POST with {"path", "parameters", "position", "progress"},
//     <button type="button">…</button>                   or {"done"} when nothing is left to sign
//     <p role="status"></p>
//   </div>
//   <p data-vgca-others>                                 the other ways
const kSocket = "wss://127.0.0.1:8987/";
const kPatience = 4000; // ms until the plug-in must have taken the connection; signing itself may take minutes

const vi = {
  connecting: "Đang mở phần mềm ký số…",
  signing: "Hãy chọn chứng thư số và nhập mã PIN trong cửa sổ của phần mềm ký số.",
  absent:
    "Không thấy phần mềm ký số VGCA trên máy này: chưa cài hoặc chưa chạy. Hãy mở phần mềm rồi bấm lại, hoặc chọn cách ký khác.",
  closed: "Phần mềm ký số đã đóng khi chưa ký xong. Văn bản chưa thay đổi; hãy bấm lại để ký.",
  failed: "Phần mềm ký số không ký được văn bản.",
  lost: "Phần mềm ký số báo đã ký nhưng máy chủ chưa nhận được tệp. Hãy bấm lại để ký.",
  offline: "Không liên lạc được với máy chủ. Hãy thử lại; phần đã ký thì giữ.",
  done: "Đã ký xong. Đang mở kết quả…",
};
const en = {
  connecting: "Opening the signing software…",
  signing: "Choose the certificate and type the PIN in the window of the signing software.",
  absent:
    "The VGCA signing software was not found on this computer: it is not installed or not running. Start it and press again, or sign in another way.",
  closed:
    "The signing software closed before it had signed. The document has not changed; press again to sign.",
  failed: "The signing software could not sign the document.",
  lost: "The signing software says that it has signed, but the server did not get the file. Press again to sign.",
  offline: "The server can't be reached. Try again; what is signed stays signed.",
  done: "Signed. Opening the result…",
};
const words = document.documentElement.lang === "en" ? en : vi;

for (const place of document.querySelectorAll("[data-vgca]")) {
  const button = place.querySelector("button");
  const status = place.querySelector('[role="status"]');
  if (!button || !status || !("WebSocket" in window)) continue;
  place.hidden = false;
  button.addEventListener("click", async () => {
    if (button.disabled) return; // one signature at a time
    button.disabled = true;
    const say = (text) => (status.textContent = text);
    try {
      say(words.connecting);
      let order = await ask(place.dataset.vgca);
      while (!order.done) {
        const before = order;
        const answer = await sign(order, () => say(`${before.progress} ${words.signing}`));
        if (answer.Status !== 0) throw new Error(answer.Message || words.failed);
        order = await ask(place.dataset.vgca);
        if (!order.done && order.position === before.position) throw new Error(words.lost);
      }
      say(words.done);
      location.assign(order.done);
    } catch (error) {
      say(error.message);
      if (error.absent) document.querySelector("[data-vgca-others]")?.scrollIntoView({ block: "nearest" });
      button.disabled = false;
    }
  });
}

async function ask(address) {
  let response;
  let answer;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "X-CSRF-Token": document.querySelector('input[name="_csrf"]')?.value ?? "",
      },
    });
    answer = await response.json();
  } catch {
    throw new Error(words.offline);
  }
  if (!response.ok) throw new Error(answer.detail || answer.title || words.failed);
  return answer;
}

// One connection, one message there, one back.
function sign(order, opened) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(kSocket + order.path);
    let open = false;
    const absent = () => reject(Object.assign(new Error(words.absent), { absent: true }));
    const timer = setTimeout(() => {
      absent();
      socket.close();
    }, kPatience);
    socket.onopen = () => {
      clearTimeout(timer);
      open = true;
      opened();
      socket.send(order.parameters);
    };
    socket.onmessage = (event) => {
      try {
        resolve(JSON.parse(event.data));
      } catch {
        reject(new Error(words.failed));
      }
      socket.close();
    };
    socket.onclose = () => {
      clearTimeout(timer);
      if (open) reject(new Error(words.closed));
      else absent();
    };
  });
}
