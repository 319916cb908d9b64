// The few sentences that scripts show, in both languages; everything else comes from the server.
const vi = {
  arrived: (n) => `Có ${n} văn bản mới.`,
  see: "Xem",
  checked: (n) => `Đã chọn ${n} nơi nhận.`,
  shown: (n) => `Đang hiện ${n}.`,
  uploading: (p) => `đang tải ${p} %`,
  waiting: (s) => `Mất kết nối. Tự tải tiếp sau ${s} giây.`,
  uploaded: "đã tải xong",
  failed: "Không tải được tệp này.",
  too_large: "Tệp quá lớn.",
  refused_type: "Loại tệp này không nhận được.",
  remove: "Bỏ tệp",
  sends_when_done: "Tệp đang tải. Biểu mẫu tự gửi khi tải xong.",
  not_printed: "Chưa in được. Giấy tờ đã được lưu, không mất: in lại, hoặc tải về để in.",
  print_again: "In lại",
  save: "Tải về",
};
const en = {
  arrived: (n) => (n === 1 ? "1 new document." : `${n} new documents.`),
  see: "View",
  checked: (n) => (n === 1 ? "1 recipient chosen." : `${n} recipients chosen.`),
  shown: (n) => `${n} shown.`,
  uploading: (p) => `uploading ${p}%`,
  waiting: (s) => `Connection lost. Continuing in ${s} seconds.`,
  uploaded: "uploaded",
  failed: "This file could not be uploaded.",
  too_large: "The file is too large.",
  refused_type: "This kind of file is not accepted.",
  remove: "Remove file",
  sends_when_done: "A file is still uploading. The form is sent when it is done.",
  not_printed: "It could not be printed. The paper is kept, nothing is lost: print it again, or download it to print.",
  print_again: "Print again",
  save: "Download",
};

export const words = document.documentElement.lang === "en" ? en : vi;
