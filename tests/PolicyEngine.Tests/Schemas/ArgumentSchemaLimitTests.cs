using AiDesk.Policy.Schemas;

namespace AiDesk.Policy.Tests.Schemas;

public sealed class ArgumentSchemaLimitTests
{
    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(1000, false)]
    public void Validate_NestedArrays_UpToTheDepthLimit(int depth, bool valid)
    {
        var faults = SchemaText.Compile("true").FaultsOf(new string('[', depth) + new string(']', depth));

        faults.ShouldBe(valid ? [] : [new ArgumentFault(string.Concat(Enumerable.Repeat("/0", 64)), "is nested deeper than 64")]);
    }

    [Fact]
    public void Validate_RecursiveSchemaAtTheDepthLimit_IsValid()
    {
        var schema = SchemaText.Compile("{'type':'object','properties':{'child':{'$ref':'#'}},'additionalProperties':false}");
        var json = string.Concat(Enumerable.Repeat("{'child':", 63)) + "{}" + new string('}', 63);

        schema.FaultsOf(json).ShouldBeEmpty();
    }

    [Fact]
    public void Validate_LargerThanTheLimit_IsRefused()
    {
        ArgumentSchema.Any.FaultsOf($"{{'a':'{new string('x', ArgumentSchema.BytesLimit)}'}}").ShouldBe([new ArgumentFault("", "is larger than 262144 bytes")]);
    }

    [Fact]
    public void Validate_ChoicesThatDoubleWithEachLevel_AreRefusedWhenTheWorkIsUsedUp()
    {
        // Two ways at each of sixty levels: 2^60 applications without a bound.
        var schema = SchemaText.Compile("{'anyOf':[{'items':{'$ref':'#'}},{'prefixItems':[{'$ref':'#'}]}],'not':{'const':1}}");
        var json = new string('[', 60) + "1" + new string(']', 60);

        schema.FaultsOf(json).ShouldContain(new ArgumentFault("", "needs more work to validate than is allowed"));
    }

    [Fact]
    public void Validate_WorkUsedUpInsideNot_IsStillInvalid()
    {
        var schema = SchemaText.Compile(
            "{'not':{'$ref':'#/$defs/deep'},'$defs':{'deep':{'allOf':[{'items':{'$ref':'#/$defs/deep'}},{'prefixItems':[{'$ref':'#/$defs/deep'}]}]}}}");
        var json = new string('[', 60) + "1" + new string(']', 60);

        schema.FaultsOf(json).ShouldContain(new ArgumentFault("", "needs more work to validate than is allowed"));
    }

    [Fact]
    public void Validate_ManyEqualObjectsThatMustDiffer_EndsInBoundedWork()
    {
        var items = Enumerable.Range(0, 20_000).Select(i => $"{{'n':{i}}}");

        SchemaText.Compile("{'uniqueItems':true}").FaultsOf("[" + string.Join(',', items) + "]").ShouldBeEmpty();
    }

    [Fact]
    public void Validate_LargePatternOverALongText_IsRefusedForItsWork()
    {
        var schema = SchemaText.Compile("{'pattern':'[ab]*a[ab]{200}c'}");

        schema.FaultsOf($"'{string.Concat(Enumerable.Repeat("ab", 50_000))}'").ShouldContain(new ArgumentFault("", "needs more work to validate than is allowed"));
    }

    [Theory]
    [InlineData("{'maximum':1e400}", "1e399", true)]
    [InlineData("{'maximum':1e400}", "1e401", false)]
    [InlineData("{'maximum':9007199254740992}", "9007199254740993", false)]
    [InlineData("{'minimum':-1e-500}", "-1e-501", true)]
    [InlineData("{'const':9007199254740993}", "9007199254740992", false)]
    [InlineData("{'const':100}", "1.00e2", true)]
    [InlineData("{'const':0}", "-0.0", true)]
    [InlineData("{'multipleOf':0.1}", "0.3", true)]
    [InlineData("{'multipleOf':0.1}", "1000000000000000000000000000000000.1", true)]
    [InlineData("{'multipleOf':0.1}", "1000000000000000000000000000000000.15", false)]
    [InlineData("{'multipleOf':0.01}", "4.35", true)]
    [InlineData("{'multipleOf':7}", "1e308", false)]
    [InlineData("{'multipleOf':0.0000001}", "1e308", true)]
    [InlineData("{'multipleOf':3}", "111111111111111111111111111111111111", true)]
    [InlineData("{'type':'integer'}", "1e400", true)]
    [InlineData("{'type':'integer'}", "1.0", true)]
    [InlineData("{'type':'integer'}", "10.5e1", true)]
    [InlineData("{'type':'integer'}", "10.55e1", false)]
    public void Validate_NumbersPastDoubleAndDecimal_AreComparedExactly(string schema, string json, bool valid)
    {
        SchemaText.Compile(schema).FaultsOf(json).Count.ShouldBe(valid ? 0 : 1);
    }

    [Theory]
    [InlineData("'\\ud83d\\ude00'", true)]
    [InlineData("'😀'", true)]
    [InlineData("'ab'", false)]
    [InlineData("'e\\u0301'", false)]
    public void Validate_MaxLengthOne_CountsCodePoints(string json, bool valid)
    {
        SchemaText.Compile("{'maxLength':1}").FaultsOf(json).Count.ShouldBe(valid ? 0 : 1);
    }

    [Fact]
    public void Validate_ValidArguments_AllocatesNothing()
    {
        var schema = SchemaText.Compile(
            "{'type':'object','required':['id','kind'],'additionalProperties':false,'properties':{'id':{'type':'string','pattern':'^[A-Z]+-[0-9]{6}$'},"
            + "'kind':{'enum':['a','b']},'amount':{'type':'number','minimum':0,'multipleOf':0.01},'tags':{'type':'array','uniqueItems':true,'items':{'maxLength':10}},"
            + "'note':{'anyOf':[{'type':'null'},{'type':'string'}]},'to':{'$ref':'#/$defs/to'}},'$defs':{'to':{'type':'object','propertyNames':{'maxLength':5}}}}");
        var json = SchemaText.Utf8("{'id':'ORD-123456','kind':'b','amount':19.99,'tags':['x','y\\u00e9'],'note':'hello','to':{'name':'Ana'}}");
        var faults = new List<ArgumentFault>();
        for (var i = 0; i < 50; i++)
        {
            schema.Validate(json, faults).ShouldBeTrue();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            schema.Validate(json, faults);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
