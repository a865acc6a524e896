using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AiDesk.Policy.Schemas;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Schemas;

public sealed class CanonicalJsonTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2000).WithCommittedSeed(20261120, 4713);

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" { \"b\" : [ 1 , null , true , false ] , \"a\" : { } } ", "{\"a\":{},\"b\":[1,null,true,false]}")]
    [InlineData("{\"\\u0061\":\"\\u0062\\/\"}", "{\"a\":\"b/\"}")]
    [InlineData("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"", "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"")] // RFC 8785, 3.2.2
    [InlineData("\"\\b\\f\\n\\r\\t\\u001f\\u007f\\u2028\"", "\"\\b\\f\\n\\r\\t\\u001f\u007f\u2028\"")]
    [InlineData(
        "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}",
        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}")] // RFC 8785, 3.2.3
    public void TryWrite_Document_HasOneForm(string json, string canonical)
    {
        Canonical(json).ShouldBe(canonical);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.000e5", "0")]
    [InlineData("1E30", "1e+30")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("100e-2", "1")]
    [InlineData("-1.5E+2", "-150")]
    [InlineData("123456789012345", "123456789012345")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("18014398509481984", "18014398509481984")]
    [InlineData("999999999999999900000", "999999999999999900000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("1.0000000000000001e23", "1.0000000000000001e+23")]
    [InlineData("0.30000000000000004", "0.30000000000000004")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    public void TryWrite_Number_IsWrittenAsEcmaScriptDoes(string json, string canonical)
    {
        Canonical(json).ShouldBe(canonical);
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("12345678901234567890")]
    [InlineData("333333333.33333329")]
    [InlineData("3.141592653589793238")]
    [InlineData("1e400")]
    [InlineData("1e-400")]
    [InlineData("3e-324")]
    [InlineData("1.7976931348623159e308")]
    public void TryWrite_NumberThatADoubleWouldChange_IsRefused(string number)
    {
        var fault = FaultOf($"{{\"a\":[{number}]}}");

        fault.ShouldBe(new ArgumentFault("/a/0", "is a number that loses digits in a double: send it as a string"));
    }

    [Theory]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "/a", "is there twice")]
    [InlineData("[\"\\udead\"]", "/0", "has half a surrogate pair")]
    [InlineData("[1] 2", "", "is not valid JSON at byte 4")]
    public void TryWrite_WhatIsNotOneDocument_IsRefused(string json, string pointer, string problem)
    {
        FaultOf(json).ShouldBe(new ArgumentFault(pointer, problem));
    }

    [Fact]
    public void TryWrite_ManyMembers_AreSorted()
    {
        var names = Enumerable.Range(0, 300).Select(i => $"k{i * 7919 % 300:000}").ToArray();
        var json = "{" + string.Join(',', names.Select(name => $"\"{name}\":0")) + "}";

        Canonical(json).ShouldBe("{" + string.Join(',', names.Order(StringComparer.Ordinal).Select(name => $"\"{name}\":0")) + "}");
    }

    [Fact]
    public void TryWrite_AnyDouble_ComesBackTheSame()
    {
        var doubles = Gen.Choose(int.MinValue, int.MaxValue).Two()
            .Select(halves => BitConverter.Int64BitsToDouble(((long)halves.Item1 << 32) | (uint)halves.Item2))
            .Where(double.IsFinite)
            .ToArbitrary();

        Prop.ForAll(doubles, value =>
        {
            var text = Canonical(value.ToString("R", CultureInfo.InvariantCulture));
            return double.Parse(text, CultureInfo.InvariantCulture).Equals(value == 0 ? 0.0 : value);
        }).Check(Runs);
    }

    [Fact]
    public void TryWrite_AnyDocument_IsAFixedPointOfTheSameMeaning()
    {
        Prop.ForAll(JsonGen.Documents().ToArbitrary(), json =>
        {
            var canonical = Canonical(json);
            return Canonical(canonical) == canonical && JsonElement.DeepEquals(JsonDocument.Parse(json).RootElement, JsonDocument.Parse(canonical).RootElement);
        }).Check(Runs);
    }

    private static string Canonical(string json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        CanonicalJson.TryWrite(Encoding.UTF8.GetBytes(json), buffer, out var fault).ShouldBeTrue(fault.ToString());
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static ArgumentFault FaultOf(string json)
    {
        CanonicalJson.TryWrite(Encoding.UTF8.GetBytes(json), new ArrayBufferWriter<byte>(), out var fault).ShouldBeFalse();
        return fault;
    }
}
