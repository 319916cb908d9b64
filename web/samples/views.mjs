// Sample views of the preview: one of each component, with the names that are hard on a layout.
const long_name = "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Bắc Ninh";

const common = {
  lang: "vi",
  csrf: "sample",
  once: "sample",
  province: "tỉnh Bắc Ninh",
  now: "20/11/2026 09:42",
  other_lang: { href: "?lang=en", label: "English", code: "en" },
};

const office = {
  ...common,
  user: { name: "Nguyễn Thị B", agency_name: "UBND phường Kinh Bắc", post_name: "Văn thư", can_switch: true, live: true },
  notifications_count: "7",
  can_search: true,
  menu: [
    { items: [{ href: "/", label: "Việc của tôi", count: "12", live: "mine" }] },
    {
      heading: "Văn bản",
      open: true,
      group_count: "48",
      items: [
        { href: "#den", label: "Văn bản đến", count: "37", live: "incoming", summed: true, adds: "37", adds_live: "incoming", current: true },
        { href: "#di", label: "Văn bản đi", count: "8", live: "outgoing", summed: true, adds: "8", adds_live: "outgoing" },
        { href: "#ph", label: "Chờ đóng dấu, phát hành", count: "3", summed: true, adds: "3" },
        { href: "#th", label: "Thu hồi, trả lại", count: "9", live: "recalled", summed: true, adds: "", adds_live: "only_recalled" },
      ],
    },
    {
      heading: "Hồ sơ, sổ sách",
      open: false,
      group_count: "",
      items: [
        { href: "#s", label: "Sổ đăng ký" },
        { href: "#h", label: "Hồ sơ công việc" },
      ],
    },
  ],
};

const states = {
  todo: { colour: "grey", shape: "todo", label: "Chờ trình" },
  leader: { colour: "orange", shape: "todo", label: "Chờ phân công" },
  doing: { colour: "blue", shape: "doing", label: "Đang xử lý" },
  done: { colour: "green", shape: "done", label: "Hoàn thành" },
  stop: { colour: "red", shape: "stop", label: "Đã trả lại" },
};

const document = (uid, number, subject, code, from, state, holder, due, urgency = false, unread = false) => ({
  uid,
  number,
  arrived_at: "20/11 09:31",
  subject,
  code,
  from,
  state: states[state],
  holder,
  due,
  urgency,
  unread,
});

const field = (id, label, more = {}) => ({ id, name: id, label, value: "", ...more });

const buttons = (...list) => list.map(([label, more]) => ({ label, ...more }));

export const views = {
  list: {
    ...office,
    title: "Văn bản đến",
    live_list: "incoming",
    range: "1–15 trong 37, mới đến ở trên",
    views: {
      items: [
        { href: "#", label: "Đang mở", count: "37", current: true, live: "incoming" },
        { href: "#", label: "Quá hạn", count: "2" },
        { href: "#", label: "Hoàn thành", count: "2.381" },
        { href: "#", label: "Tất cả năm 2026", count: "2.418" },
      ],
    },
    filters: {
      action: "#",
      active: "1",
      clear_href: "#",
      keep: [{ name: "xem", value: "mo" }],
      find: { id: "f1", name: "tim", label: "Tìm trong danh sách", value: "" },
      selects: [
        {
          id: "f2",
          name: "khan",
          label: "Độ khẩn",
          options: [
            { value: "", label: "Mọi độ khẩn", selected: true },
            { value: "urgent", label: "Khẩn" },
          ],
        },
      ],
      dates: [{ id: "f5", name: "tu", label: "Đến từ ngày", value: "18/11/2026" }],
    },
    bar: {
      actions: [
        { label: "Trình lãnh đạo", name: "act", value: "submit" },
        { label: "In phiếu chuyển", name: "act", value: "slip" },
      ],
    },
    pick: true,
    columns: [
      { label: "Số đến", class: "lt-col-no", href: "#", mark: "↓", sorted: "descending" },
      { label: "Trích yếu" },
      { label: "Số ký hiệu, nơi gửi", class: "lt-w-21" },
      { label: "Trạng thái, người giữ", class: "lt-w-18" },
      { label: "Hạn", class: "lt-col-due", href: "#" },
    ],
    documents: [
      document(
        "a1",
        "2.418",
        "Tăng cường ứng phó mưa lớn, lũ trên sông Cầu và sông Đuống từ đêm 20/11",
        "1871/CĐ-UBND",
        "UBND tỉnh Bắc Ninh",
        "todo",
        "Văn thư",
        { late: true, relative: "quá hạn 3 giờ", at: "20/11/2026 06:40" },
        { immediate: true },
        true,
      ),
      document(
        "a2",
        "2.417",
        "Cử đại biểu dự hội nghị trực tuyến toàn tỉnh về giải ngân vốn đầu tư công tháng 11",
        "1234/UBND-VX",
        "UBND tỉnh Bắc Ninh",
        "leader",
        "Chủ tịch UBND",
        { soon: true, relative: "còn 1 giờ", at: "20/11/2026 11:00" },
        { very_urgent: true },
      ),
      document(
        "a3",
        "2.416",
        "Mời họp thống nhất phương án phân luồng giao thông",
        "88/GM-CAT",
        "Công an tỉnh Bắc Ninh",
        "doing",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        { relative: "còn 4 ngày", at: "26/11/2026 17:00" },
        { urgent: true },
      ),
      document(
        "a4",
        "2.407",
        "Về việc cung cấp hồ sơ cán bộ (gửi không đúng thẩm quyền)",
        "156/BQLKCN-VP",
        "Ban Quản lý các khu công nghiệp tỉnh Bắc Ninh",
        "stop",
        "Văn thư, 18/11 15:52",
        false,
      ),
      document(
        "a5",
        "2.406",
        "Tổng kết công tác bầu cử và bàn giao tài liệu lưu trữ nhiệm kỳ 2021–2026",
        "41/HĐND-VP",
        long_name,
        "done",
        "Trả lời: 305/UBND-VP",
        { relative: "trước hạn 1 ngày", at: "xong 19/11/2026 10:02" },
      ),
    ],
    first_href: "#",
    next_href: "#",
  },
  document: {
    ...office,
    title: "Cử đại biểu dự hội nghị trực tuyến toàn tỉnh về giải ngân vốn đầu tư công tháng 11",
    breadcrumbs: {
      items: [
        { href: "#", label: "Văn bản đi" },
        { href: "#", label: "Tháng 11/2026" },
      ],
    },
    flash: { text: "Đã phát hành 1234/UBND-VX đến 113 nơi nhận.", href: "#", link: "Xem tiến độ" },
    urgency: { very_urgent: true },
    state: { colour: "green", shape: "done", label: "Đã phát hành" },
    file: {
      name: "1234-UBND-VX.pdf",
      facts: "2 trang · 312 KB",
      signed: "2 chữ ký hợp lệ",
      download_href: "#",
    },
    facts: [
      { key: "Soạn thảo", value: "Phòng Văn xã, Trần Thị B" },
      { key: "Nơi gửi", value: long_name },
      { key: "Liên quan", value: "1187/UBND-TH", href: "#", note: "trả lời: 82 văn bản" },
    ],
    meter: {
      parts: [
        { kind: "1", percent: "34", label: "Hoàn thành", href: "#", count: "38" },
        { kind: "2", percent: "52", label: "Đã tiếp nhận, đang xử lý", href: "#", count: "59" },
        { kind: "3", percent: "13", label: "Đã đến, chưa tiếp nhận", href: "#", count: "15" },
        { kind: "4", percent: "1", label: "Từ chối tiếp nhận", href: "#", count: "1" },
      ],
    },
    log: {
      items: [
        { text: "Xã Đèo Gia từ chối tiếp nhận", at: "20/11/2026 08:47", note: "“Tệp gửi thiếu Phụ lục II.”" },
        { text: "Ký số", at: "19/11/2026 16:02", by: "Nguyễn Văn A, Phó Chủ tịch" },
      ],
      more_href: "#",
      more: "Xem 6 bước trước",
    },
  },
  home: {
    ...office,
    title: "Việc của tôi",
    tiles: {
      items: [
        { href: "#", number: "2", label: "Quá hạn", note: "lâu nhất: 3 giờ", late: true },
        { href: "#", number: "4", label: "Đến hạn hôm nay", note: "sớm nhất: 11:30", soon: true },
        { href: "#", number: "9", label: "Chờ đăng ký", note: "7 từ trục, 2 bản giấy", live: "to_register" },
        { href: "#", number: "3", label: "Chờ phát hành", note: "đã ký số, chưa đóng dấu" },
      ],
    },
    empty: {
      title: "Không có văn bản nào quá hạn",
      text: "Văn bản gần hạn nhất: 88/GM-CAT, còn 2 giờ.",
      href: "#",
      link: "Xem 37 văn bản đang mở",
    },
    facts: [
      { key: "Văn bản đến đã đăng ký", value: "14" },
      { key: "Số đến gần nhất", value: "2.418" },
    ],
  },
  assign: {
    ...office,
    title: "Phân công xử lý",
    back: { href: "#", label: "Chờ phân công" },
    error_title: "Chưa phân công được, cần sửa 2 chỗ",
    errors: [
      {
        field: "roles",
        message: "Chọn một đơn vị chủ trì, đang chọn hai: Phòng Kinh tế; Phòng Văn hoá – Xã hội",
      },
      { field: "due", message: "Hạn xử lý đã qua. Nhập thời điểm sau 09:42 hôm nay, 20/11/2026" },
    ],
    roles: {
      id: "roles",
      error: "Chọn một đơn vị chủ trì, đang chọn hai: Phòng Kinh tế; Phòng Văn hoá – Xã hội.",
      rows: [
        { name: "role-1", label: "Văn phòng HĐND và UBND", load: "đang giữ 6 việc", informed: true },
        {
          name: "role-2",
          label: "Phòng Kinh tế, Hạ tầng và Đô thị",
          load: "đang giữ 23 việc",
          load_late: "2 quá hạn",
          lead: true,
          wrong: true,
        },
        {
          name: "role-3",
          label: "Trung tâm Phục vụ hành chính công phường Kinh Bắc",
          load: "đang giữ 9 việc",
          none: true,
        },
      ],
    },
    fields: {
      instruction: field("instruction", "Ý kiến chỉ đạo", { hint: "Nói rõ kết quả phải có.", rows: "2" }),
      due: field("due", "Hạn xử lý", {
        value: "19/11/2026 17:00",
        error: "Hạn xử lý đã qua. Nhập thời điểm sau 09:42 hôm nay, 20/11/2026.",
      }),
      notify: field("notify", "Nhắn tin cho đơn vị chủ trì", { value: "1", checked: true }),
    },
    buttons: buttons(
      ["Phân công", {}],
      ["Chuyển Phó Chủ tịch", { secondary: true, button_name: "to", button_value: "deputy" }],
    ),
    cancel: { href: "#", label: "Trả lại văn thư" },
    facts: [
      { key: "Số ký hiệu", value: "1234/UBND-VX" },
      { key: "Nơi gửi", value: "UBND tỉnh Bắc Ninh" },
    ],
  },
  draft: {
    ...office,
    title: "Soạn văn bản đi",
    back: { href: "#", label: "Văn bản đi" },
    fields: {
      kind: field("kind", "Loại văn bản", {
        options: [
          { value: "cv", label: "Công văn", selected: true },
          { value: "qd", label: "Quyết định" },
        ],
      }),
      subject: field("subject", "Trích yếu", {
        hint: "Một câu, không quá 200 chữ.",
        maxlength: "500",
        required: true,
      }),
      urgency: field("urgency", "Độ khẩn", {
        inline: true,
        options: [
          { value: "normal", label: "Thường", selected: true },
          { value: "urgent", label: "Khẩn" },
          { value: "very_urgent", label: "Thượng khẩn" },
        ],
      }),
      copies: field("copies", "Bản sao", {
        optional: true,
        options: [
          { value: "paper", label: "Kèm bản giấy", option_hint: "Gửi bưu chính trong ngày." },
          { value: "mail", label: "Kèm thư điện tử" },
        ],
      }),
      file: field("file", "Tệp văn bản", {
        hint: "PDF, DOCX hoặc ảnh, tối đa 200 MB mỗi tệp.",
        multiple: true,
        tus: "/tep",
        accept: ".pdf,.docx,.png,.jpg",
        uploads: [{ upload: "u1", file_name: "Phụ lục I.pdf", file_size: "84 KB" }],
      }),
    },
    picker: {
      id: "recipients",
      name: "recipient",
      group_name: "recipient_group",
      label: "Nơi nhận",
      hint: "Chọn cả nhóm hoặc từng nơi.",
      groups: [
        {
          heading: "Xã, phường",
          group: "commune",
          group_label: "Tất cả 4 xã, phường",
          members: [
            { value: "1", label: "UBND phường Kinh Bắc", checked: true },
            { value: "2", label: "UBND xã Đèo Gia" },
            { value: "3", label: "UBND xã Tây Yên Tử" },
            { value: "4", label: "UBND phường Vũ Ninh" },
          ],
        },
        {
          heading: "Sở, ban, ngành",
          group: "department",
          group_label: "Tất cả 2 sở",
          members: [
            { value: "5", label: "Sở Tư pháp" },
            { value: "6", label: "Sở Nông nghiệp và Môi trường" },
          ],
        },
      ],
    },
    buttons: buttons(
      ["Trình duyệt", {}],
      ["Lưu dự thảo", { secondary: true, button_name: "act", button_value: "save" }],
    ),
    cancel: { href: "#", label: "Bỏ" },
  },
  confirm: {
    ...office,
    title: "Thu hồi văn bản",
    back: { href: "#", label: "1234/UBND-VX" },
    confirm: {
      question: "Thu hồi 1234/UBND-VX ở 113 nơi nhận?",
      text: "38 nơi đã làm xong.",
      action: "#",
      label: "Thu hồi",
      warning: true,
      cancel_href: "#",
      reason: field("reason", "Lý do thu hồi"),
    },
  },
  shortcuts: { ...office, title: "Phím tắt" },
  login: {
    ...common,
    title: "Đăng nhập",
    error_title: "Chưa đăng nhập được",
    errors: [
      { field: "login", message: "Tên đăng nhập hoặc mật khẩu không đúng" },
      { message: "Bạn còn 4 lần nhập" },
    ],
    fields: {
      login: field("login", "Tên đăng nhập", {
        hint: "Ví dụ: kinhbac.vanthu",
        value: "kinhbac.vanthu",
        nospell: true,
        autocomplete: "username",
        error: "Tên đăng nhập hoặc mật khẩu không đúng.",
      }),
      password: field("password", "Mật khẩu", { type: "password", autocomplete: "current-password" }),
    },
    buttons: buttons(["Tiếp tục", {}]),
  },
  track: {
    ...common,
    title: "Cấp Giấy xác nhận tình trạng hôn nhân",
    done: {
      title: "Có kết quả trước 17:00 thứ Hai, 23/11/2026",
      text: "Bạn không phải làm gì lúc này.",
      href: "#",
      link: "Tải giấy hẹn (PDF, 84 KB)",
    },
    steps: {
      items: [
        { is_past: true, label: "Đã nộp trực tuyến", note: "18/11/2026 20:14" },
        {
          is_now: true,
          label: "Đang xử lý",
          note: "Từ 19/11/2026 08:20",
          text: "Đang xác minh với phường Võ Cường.",
        },
        { label: "Ký và trả kết quả" },
      ],
    },
  },
};

// The view that the server gives every error page.
export const error_view = {
  ...common,
  title: "Lỗi",
  incident: "7F3K-20M9",
  since: "09:40 hôm nay, 20/11/2026",
  retry_href: "#",
  retry_after: "10 phút",
  max_size: "200 MB",
};
