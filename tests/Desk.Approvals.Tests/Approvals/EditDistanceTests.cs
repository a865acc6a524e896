using AiDesk.Agent.Approvals;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Desk.ApprovalsTests.Approvals;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("a", "", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("flaw", "lawn", 2)]
    [InlineData("same text", "same text", 0)]
    [InlineData("caf\u00e9", "cafe\u0301", 0)]
    [InlineData("cafe", "caf\u00e9", 1)]
    [InlineData("ok \ud83d\udc69\u200d\ud83d\udc67", "ok \ud83d\udc68", 1)]
    [InlineData("\ud83c\uddea\ud83c\uddf8", "\ud83c\uddeb\ud83c\uddf7", 1)]
    [InlineData("abcdef", "abXdef", 1)]
    [InlineData("aaab", "aab", 1)]
    public void Between_Texts_CountsGraphemeClusters(string left, string right, int distance)
    {
        EditDistance.Between(left, right).ShouldBe(distance);
        EditDistance.Between(right, left).ShouldBe(distance);
    }

    [Fact]
    public void Between_RandomTexts_IsTheTextbooks() => Prop.ForAll(
        Gen.Elements('a', 'b', 'c').ArrayOf().Select(letters => new string(letters)).Two().ToArbitrary(),
        pair => EditDistance.Between(pair.Item1, pair.Item2) == Textbook(pair.Item1, pair.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithCommittedSeed(20261121, 7));

    [Fact]
    public void Between_TwoMessagesAtTheLimit_Ends() =>
        EditDistance.Between(new string('a', 16_384), new string('b', 16_384)).ShouldBe(16_384);

    // The whole table, as it is taught.
    private static int Textbook(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)),
                };
            }
        }

        return table[left.Length, right.Length];
    }
}
