using System.Numerics;
using System.Text;
using System.Text.Json;
using AiDesk.Policy.Schemas.Json;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Schemas;

public sealed class JsonIndexTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(3000).WithCommittedSeed(20261120, 4715);

    [Fact]
    public void TryRead_AnyText_AgreesWithTheFrameworkOnWhatIsJson()
    {
        var pieces = Gen.Elements("{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "1", "-", "0", ".5", "e1", "true", "null", " ", "\"", "\\", "\\u00e9", "é", "\n", "//");
        var texts = pieces.ListOf().Select(parts => string.Concat(parts)).ToArbitrary();
        var index = new JsonIndex();

        Prop.ForAll(texts, text =>
        {
            var read = index.TryRead(Encoding.UTF8.GetBytes(text), JsonIndexReader.DepthLimit, out var fault);
            return read == IsJson(text) || fault.Problem == "is there twice";
        }).Check(Runs);
    }

    [Fact]
    public void TryRead_AnyBytes_NeverThrows()
    {
        var index = new JsonIndex();

        Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(), bytes =>
        {
            index.TryRead(bytes, JsonIndexReader.DepthLimit, out _);
            return true;
        }).Check(Runs);
    }

    [Fact]
    public void CompareTo_AnyTwoNumbers_OrdersAsExactArithmeticDoes()
    {
        var numbers = from mantissa in Gen.Choose(-100_000, 100_000)
                      from exponent in Gen.Choose(-8, 8)
                      select (mantissa, exponent);

        Prop.ForAll(numbers.Two().ToArbitrary(), pair =>
        {
            var (left, right) = pair;
            var wanted = (left.mantissa * BigInteger.Pow(10, left.exponent + 8)).CompareTo(right.mantissa * BigInteger.Pow(10, right.exponent + 8));
            return Math.Sign(Read($"{left.mantissa}e{left.exponent}").Number(0).CompareTo(Read($"{right.mantissa}e{right.exponent}").Number(0))) == Math.Sign(wanted);
        }).Check(Runs);
    }

    [Fact]
    public void Sort_AnyNames_OrdersByUtf16()
    {
        var names = Gen.Elements("a", "z", "é", "€", "\ud7ff", "\ue000", "\ufb33", "\uffff", "😀", "\U0010ffff", "").ListOf().Select(parts => string.Concat(parts));

        Prop.ForAll(names.Two().ToArbitrary(), pair =>
            Math.Sign(NameOrder.Compare(Encoding.UTF8.GetBytes(pair.Item1), Encoding.UTF8.GetBytes(pair.Item2)))
                == Math.Sign(string.CompareOrdinal(pair.Item1, pair.Item2))).Check(Runs);
    }

    private static JsonIndex Read(string json)
    {
        var index = new JsonIndex();
        index.TryRead(Encoding.UTF8.GetBytes(json), JsonIndexReader.DepthLimit, out _).ShouldBeTrue();
        return index;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
