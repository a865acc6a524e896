using Grpc.Core;

namespace AiDesk.Tests.Contracts;

public sealed class MetadataTests
{
    [Fact]
    public void Add_UpperCaseKey_IsLowered() => new Metadata { { "X-Key", "v" } }.Get("x-KEY").ShouldNotBeNull().Key.ShouldBe("x-key");

    [Fact]
    public void Get_RepeatedKey_IsTheLastAndGetAllIsInOrder()
    {
        var metadata = new Metadata { { "k", "1" }, { "other", "x" }, { "k", "2" } };

        metadata.GetValue("k").ShouldBe("2");
        metadata.GetAll("K").Select(entry => entry.Value).ShouldBe(["1", "2"]);
        metadata.GetValue("none").ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("ñ")]
    [InlineData("a:b")]
    public void Entry_BadKey_IsRefused(string key) => Should.Throw<ArgumentException>(() => new Metadata.Entry(key, "v"));

    [Fact]
    public void Entry_TextUnderBinaryKeyOrReverse_IsRefused()
    {
        Should.Throw<ArgumentException>(() => new Metadata.Entry("k-bin", "text"));
        Should.Throw<ArgumentException>(() => new Metadata.Entry("k", [1]));
    }

    [Fact]
    public void Entry_Bytes_AreCopiedInAndOut()
    {
        byte[] bytes = [1, 2];
        var entry = new Metadata.Entry("k-bin", bytes);
        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        entry.ValueBytes.ShouldBe([1, 2]);
        Should.Throw<InvalidOperationException>(() => entry.Value);
    }

    [Fact]
    public void Empty_Add_IsRefused() => Should.Throw<InvalidOperationException>(() => Metadata.Empty.Add("k", "v"));
}
