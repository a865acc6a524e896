using System.Text;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.Tests.Records;

public sealed class RecordedIdTests
{
    private const string Id = "01936d6c-7a50-7b5e-8c3d-2f1e0a9b8c7d";
    private const string Decision = "{\"type\":\"decision\",\"decision_id\":\"" + Id + "\",\"tenant\":\"acme\",\"readings\":[{\"code\":\"x\"}]}";
    private const string Settle = "{\"type\":\"settle\",\"record_id\":\"" + Id + "\",\"decision_id\":\"00000000-0000-0000-0000-000000000001\",\"budgets\":[{\"cap\":1000},{\"cap\":1}]}";

    [Theory]
    [InlineData(Decision)]
    [InlineData(Settle)]
    public void Of_WholeLine_IsItsOwnId(string line) => RecordedId.Of(line).ShouldBe(Guid.Parse(Id));

    /// <summary>A line that a crash cut anywhere is none: taken for one, its record would be left out for good.</summary>
    [Theory]
    [InlineData(Decision)]
    [InlineData(Settle)]
    public void Of_LineCutAnywhere_IsNone(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        for (var length = 0; length < bytes.Length; length++)
        {
            RecordedId.Of(bytes.AsSpan(0, length)).ShouldBeNull(Encoding.UTF8.GetString(bytes, 0, length));
        }
    }
}
