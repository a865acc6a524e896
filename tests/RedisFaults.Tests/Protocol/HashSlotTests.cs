using System.Text;
using AiDesk.Policy.Service.Counters.Redis.Resp;

namespace AiDesk.Policy.Service.RedisFaults.Protocol;

/// <summary>Where a cluster keeps a key: the specification's vector, and what redis-server 7 answers to CLUSTER KEYSLOT.</summary>
public sealed class HashSlotTests
{
    [Theory]
    [InlineData("123456789", 0x31C3)]
    [InlineData("", 0)]
    [InlineData("foo", 12182)]
    [InlineData("{user1000}.following", 3443)]
    [InlineData("{user1000}.followers", 3443)]
    [InlineData("user1000", 3443)]
    [InlineData("foo{}{bar}", 8363)]
    [InlineData("foo{{bar}}zap", 4015)]
    [InlineData("foo{bar}{zap}", 5061)]
    [InlineData("bar", 5061)]
    [InlineData("a{b", 13340)]
    public void Of_Key_IsTheServersSlot(string key, int slot) => HashSlot.Of(Encoding.UTF8.GetBytes(key)).ShouldBe(slot);
}
