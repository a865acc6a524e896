using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.Tests.Records;

/// <summary>The writer of lines writes what Utf8JsonWriter writes.</summary>
public sealed class RecordJsonTests
{
    private const int Seed = 20261121;
    private static readonly string[] Pieces = ["a", "Z9 ~", "\"", "\\", "\0", "\n", "\u001f", "\u007f", "ñ", "€", "😀", "\ud83d", "\ude00", "\u2028", "<&'+>", "{}[],:", new('x', 700)];

    public static TheoryData<string> Times => [.. new[]
    {
        "2026-11-20T12:00:00.0000000", "2026-11-20T12:00:10.0000000", "2026-11-20T00:00:00.1000000", "2026-11-20T12:34:56.7890000", "0001-01-01T00:00:00.0000001", "9999-12-31T23:59:59.9999999",
    }];

    [Fact]
    public void Write_AnyMembers_AsUtf8JsonWriter()
    {
        var random = new Random(Seed);
        var line = new RecordJson();
        for (var round = 0; round < 500; round++)
        {
            line.Clear();
            using var expected = new MemoryStream();
            using (var json = new Utf8JsonWriter(expected, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                line.WriteStartObject();
                WriteMembers(random, json, line, depth: 0);
                json.WriteEndObject();
                line.WriteEndObject();
            }

            Encoding.UTF8.GetString(line.Written.Span).ShouldBe(Encoding.UTF8.GetString(expected.ToArray()));
        }
    }

    [Theory]
    [MemberData(nameof(Times))]
    public void WriteString_Time_AsUtf8JsonWriter(string text)
    {
        var time = DateTime.SpecifyKind(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
        var line = new RecordJson();

        line.WriteString("t"u8, time);

        Encoding.UTF8.GetString(line.Written.Span).ShouldBe("\"t\":" + JsonSerializer.Serialize(time));
    }

    private static void WriteMembers(Random random, Utf8JsonWriter json, RecordJson line, int depth)
    {
        for (var members = random.Next(8); members > 0; members--)
        {
            var text = string.Concat(random.GetItems(Pieces, random.Next(6)));
            var number = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            var id = new Guid(random.Next(), 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]);
            switch (random.Next(depth < 3 ? 11 : 9))
            {
                case 0:
                    json.WriteString("text"u8, text);
                    line.WriteString("text"u8, text);
                    break;
                case 1:
                    json.WriteString(text, text);
                    line.WriteString(text, text);
                    break;
                case 2:
                    json.WriteNumber("number"u8, number);
                    line.WriteNumber("number"u8, number);
                    break;
                case 3:
                    json.WriteNumber(text, number);
                    line.WriteNumber(text, number);
                    break;
                case 4:
                    json.WriteNumber("score"u8, BitConverter.Int64BitsToDouble(number & 0x7FEF_FFFF_FFFF_FFFF));
                    line.WriteNumber("score"u8, BitConverter.Int64BitsToDouble(number & 0x7FEF_FFFF_FFFF_FFFF));
                    break;
                case 5:
                    json.WriteBoolean("flag"u8, number > 0);
                    line.WriteBoolean("flag"u8, number > 0);
                    break;
                case 6:
                    json.WriteBase64String("bytes"u8, Encoding.UTF8.GetBytes(text));
                    line.WriteBase64String("bytes"u8, Encoding.UTF8.GetBytes(text));
                    break;
                case 7:
                    json.WriteString("id"u8, id);
                    line.WriteString("id"u8, id);
                    break;
                case 8:
                    json.WriteString("encoded"u8, JsonEncodedText.Encode("allow"));
                    line.WriteString("encoded"u8, JsonEncodedText.Encode("allow"));
                    break;
                case 9:
                    json.WriteStartArray("list"u8);
                    line.WriteStartArray("list"u8);
                    json.WriteStringValue(text);
                    line.WriteStringValue(text);
                    json.WriteStartObject();
                    line.WriteStartObject();
                    WriteMembers(random, json, line, depth + 1);
                    json.WriteEndObject();
                    line.WriteEndObject();
                    json.WriteEndArray();
                    line.WriteEndArray();
                    break;
                default:
                    json.WriteStartObject("inner"u8);
                    line.WriteStartObject("inner"u8);
                    WriteMembers(random, json, line, depth + 1);
                    json.WriteEndObject();
                    line.WriteEndObject();
                    break;
            }
        }
    }
}
