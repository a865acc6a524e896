using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Values;

public sealed class ValueScanTests
{
    [Theory]
    [InlineData("ORD-104821", "your order ORD-104821 is here")]
    [InlineData("ORD-104821", "your order ord 104821 is here")]
    [InlineData("ORD-104821", "order 104821")]
    [InlineData("ORD104821", "O\u200BRD-104\u00AD821!")]
    [InlineData("ORD-104821", "ＯＲＤ－１０４８２１")]
    [InlineData("+49 30 1234567", "call 0049 (0)30-123 45 67 now")]
    [InlineData("0049301234567", "+49 (30) 1234567")]
    [InlineData("DE89370400440532013000", "IBAN: DE89 3704 0044 0532 0130 00, thanks")]
    [InlineData("GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819")]
    [InlineData("1234.56", "it costs us 1,234.56 EUR")]
    [InlineData("gift_card_8541487", "GIFT-CARD-8541487")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000", "(550E8400E29B41D4A716446655440000)")]
    [InlineData("SUP-7751", "code SUP%2D77%351 for you")]
    public void Codes_SameValueWrittenOtherwise_IsFound(string field, string prose) =>
        ValueReading.Field(field).Intersect(ValueReading.Prose(prose)).ShouldNotBeEmpty();

    [Theory]
    [InlineData("ORD-104821", "ORD-104822")]
    [InlineData("104821", "1048210")]
    [InlineData("+49 30 123 4567", "+49 31 123 4567")]
    [InlineData("104821", "104, 821 of them. 104\n821")]
    public void Codes_OtherValue_IsNotFound(string field, string prose) =>
        ValueReading.Field(field).Intersect(ValueReading.Prose(prose)).ShouldBeEmpty();

    [Theory]
    [InlineData("true")]
    [InlineData("pending")]
    [InlineData("in transit")]
    [InlineData("2026-11-20")]
    [InlineData("20.11.2026")]
    [InlineData("2026-11-20T10:15:30Z")]
    [InlineData("2026-11-20 10:15:30")]
    [InlineData("12 May 2026")]
    [InlineData("10:15:30")]
    [InlineData("100000")]
    [InlineData("250,000")]
    [InlineData("12345")]
    [InlineData("99.99 EUR")]
    [InlineData("EUR")]
    [InlineData("mp3player")]
    [InlineData("")]
    public void Codes_NoValue_FindsNothing(string text) => ValueReading.Field(text).Concat(ValueReading.NameField(text)).ShouldBeEmpty();

    [Theory]
    [InlineData("billing@partner.example", "mail to <BILLING@Partner.Example>, please")]
    [InlineData("billing@partner.example", "mailto:billing@partner.example?subject=x")]
    [InlineData("https://partner.example/pay?x=1", "see http://www.partner.example:443/pay?x=%31.")]
    [InlineData("https://partner.example", "https://user@partner.example/")]
    [InlineData("https://partner.example", "https://p%61rtner%2Eexample/")]
    [InlineData("https://münchen.example/a", "https://xn--mnchen-3ya.example/a/")]
    [InlineData("partner.example", "go to https://partner.example/deep/path")]
    public void Addresses_SameWrittenOtherwise_IsFound(string field, string prose) =>
        ValueReading.Addresses(field).Intersect(ValueReading.Addresses(prose)).ShouldNotBeEmpty();

    [Theory]
    [InlineData("https://münchen.example", "https://munchen.example")]
    [InlineData("https://partner.example", "https://раrtner.example")]
    [InlineData("https://partner.example", "https://partner.example@evil.example")]
    [InlineData("a@partner.example", "b@partner.example")]
    [InlineData("partner.example", "partner.example.evil.test")]
    public void Addresses_Others_AreNotFound(string field, string prose) =>
        ValueReading.Addresses(field).Intersect(ValueReading.Addresses(prose)).ShouldBeEmpty();

    [Theory]
    [InlineData("It is here. Then it goes on...")]
    [InlineData("invoice.pdf, photo.jpeg")]
    [InlineData("at 10:30, 3.50 or 1.5kg")]
    [InlineData("@you and e@ and ://")]
    public void Addresses_None_FindsNothing(string text) => ValueReading.Addresses(text).ShouldBeEmpty();

    [Theory]
    [InlineData("Marianne Dupont", "Dear Marianne Dupont, thank you", true)]
    [InlineData("Marianne Dupont", "MARIANNE DUPONT", true)]
    [InlineData("Ludwig van Beethoven", "from Ludwig van Beethoven.", true)]
    [InlineData("Ana María López", "Hola Ana Maria Lopez", true)]
    [InlineData("Acme Wholesale GmbH", "by Acme Wholesale GmbH", true)]
    [InlineData("Marianne Dupont", "Marianne. Dupont", false)]
    [InlineData("Marianne Dupont", "marianne dupont", false)]
    [InlineData("United States", "in the United States", false)]
    [InlineData("Out for delivery", "Out for delivery", false)]
    [InlineData("Warehouse", "the Warehouse", false)]
    public void Names_InProse_AreFoundAsWritten(string field, string prose, bool found) =>
        ValueReading.NameField(field).Intersect(ValueReading.NameProse(prose)).Any().ShouldBe(found);

    [Fact]
    public void Codes_ReadAgain_AreTheSame()
    {
        // A value without its separators is its own normal form.
        var digits = Gen.Elements("0123456789".ToCharArray()).ArrayOf(9).Select(chars => new string(chars));
        var separators = Gen.Elements("", " ", "-", ".", "/").ArrayOf(3);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithCommittedSeed(20261121, 9),
            Prop.ForAll(digits.ToArbitrary(), separators.ToArbitrary(), (code, between) =>
            {
                var grouped = $"{code[..3]}{between[0]}{code[3..6]}{between[1]}{code[6..]}";
                ValueReading.Field(code).Except(ValueReading.Prose(grouped)).ShouldBeEmpty(grouped);
            }));
    }
}
