-- Several calls of apply.lua and settle.lua, one after the other, in one run. Both stand before this text as functions of KEYS and ARGV. Each call is by
-- itself: one that fails ends alone, and the next sees what those before it wrote.
--
-- KEYS  those of the calls in their order
-- ARGV  1 packed per call: what it is (0 apply, 1 settle), its keys, its arguments; then the arguments of the calls in their order
-- Answers one packed string: per call the length of its answer and the answer; of one that failed the byte 253 and the error.

local answers = {}
local key, argument = 0, 1
for at = 1, #ARGV[1], 5 do
  local kind, key_count, argument_count = struct.unpack('<BHH', ARGV[1], at)
  local keys, arguments = {}, {}
  for i = 1, key_count do keys[i] = KEYS[key + i] end
  for i = 1, argument_count do arguments[i] = ARGV[argument + i] end
  key, argument = key + key_count, argument + argument_count
  local is_done, answer = pcall(kind == 1 and settle or apply, keys, arguments)
  if not is_done then
    answer = '\253' .. tostring(type(answer) == 'table' and answer.err or answer)
  end
  answers[#answers + 1] = struct.pack('<I4', #answer) .. answer
end
return table.concat(answers)
