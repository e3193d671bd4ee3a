-- What a person does in Neovim, and what the buffer is then.
local function quit(words)
  io.stdout:write(words .. "\n")
  vim.cmd(words:match("^all") and "qall!" or "cquit!")
end

local function wait(what, is_so)
  if not vim.wait(30000, is_so, 20) then
    quit("this did not come: " .. what .. "\n" .. table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n"))
    error(what)
  end
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end

local function has(part)
  return text():find(part, 1, true) ~= nil
end

local ok, failure = pcall(function()
  -- Diagnostics.
  wait("a diagnostic", function() return #vim.diagnostic.get(0) == 1 end)
  local found = vim.diagnostic.get(0)[1]
  assert(found.lnum == 8 and found.col == 38 and found.end_col == 42, vim.inspect(found))
  assert(found.message:find("5061", 1, true), vim.inspect(found))

  -- Hover: a window with the record in words.
  vim.api.nvim_win_set_cursor(0, { 9, 43 })
  vim.lsp.buf.hover()
  local shown
  wait("a window about the record", function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then
        shown = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n")
        vim.api.nvim_win_close(window, true)
        return true
      end
    end
  end)
  assert(shown:find("edge.example.com.", 1, true) and shown:find("5 minutes", 1, true), shown)

  -- Rename: here, and in the reverse zone.
  vim.lsp.buf.rename("gate")
  wait("the new name", function() return has("gate IN A   192.0.2.3") and has("5601 gate ;") end)
  local reverse = vim.fn.bufnr("2.0.192.in-addr.arpa.zone")
  assert(reverse > 0, "the reverse zone was not changed")
  local lines = vim.api.nvim_buf_get_lines(reverse, 0, -1, false)
  assert(lines[#lines] == "3 IN PTR gate.example.com.", vim.inspect(lines))

  -- A code action: the comment that silences the finding, after which there is none.
  vim.api.nvim_win_set_cursor(0, { 9, 39 })
  vim.ui.select = function(items, options, choose)
    for number, item in ipairs(items) do
      local title = options.format_item and options.format_item(item) or ""
      if title:find("ignore `srv-port-transposed` here", 1, true) then
        return choose(item, number)
      end
    end
    quit("nothing to choose: " .. vim.inspect(items))
  end
  wait("the diagnostic after the change", function() return #vim.diagnostic.get(0) == 1 end)
  vim.lsp.buf.code_action({})
  wait("the comment", function() return has("\n; zonelint: ignore[srv-port-transposed] say why\n_sipfed") end)
  wait("silence", function() return #vim.diagnostic.get(0) == 0 end)

  -- Typed: a new mistake, one undone.
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "www IN CNAME egde" })
  wait("a second finding", function() return #vim.diagnostic.get(0) == 1 end)
  vim.api.nvim_buf_set_lines(0, -2, -1, false, {})
  wait("silence again", function() return #vim.diagnostic.get(0) == 0 end)
end)
quit(ok and "all of it was seen: diagnostics, hover, rename, code action" or ("it failed: " .. tostring(failure)))
