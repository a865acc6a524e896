using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests;

[Collection(RedisCollection.Name)]
public sealed class RedisRateTests(RedisFixture redis) : RateConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisEventTests(RedisFixture redis) : EventConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisMarkTests(RedisFixture redis) : MarkConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisRequestTests(RedisFixture redis) : RequestConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisBudgetTests(RedisFixture redis) : BudgetConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisSettleTests(RedisFixture redis) : SettleConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisVectorTests(RedisFixture redis) : VectorConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisInputTests(RedisFixture redis) : InputConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisMemberTests(RedisFixture redis) : MemberConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisRefundTests(RedisFixture redis) : RefundConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisStrikeResetTests(RedisFixture redis) : StrikeResetConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}

[Collection(RedisCollection.Name)]
public sealed class RedisSpentTests(RedisFixture redis) : SpentConformance
{
    private protected override ICounterStore CreateStore(TimeProvider clock) => redis.CreateStore(clock);
}
