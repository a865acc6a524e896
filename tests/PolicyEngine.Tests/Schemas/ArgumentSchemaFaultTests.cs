using AiDesk.Policy.Schemas;

namespace AiDesk.Policy.Tests.Schemas;

public sealed class ArgumentSchemaFaultTests
{
    [Theory]
    [InlineData("{'type':'object'}", "[]", "", "must be of type object")]
    [InlineData("{'properties':{'a':{'type':['integer','null']}}}", "{'a':1.5}", "/a", "must be of type null or integer")]
    [InlineData("{'required':['a','b']}", "{'a':1}", "/b", "is required")]
    [InlineData("{'required':['a/b~c']}", "{}", "/a~1b~0c", "is required")]
    [InlineData("{'additionalProperties':false,'properties':{'a':true}}", "{'a':1,'x':2}", "/x", "is not allowed")]
    [InlineData("{'properties':{'a':{'minimum':10}}}", "{'a':9.99}", "/a", "must be at least 10")]
    [InlineData("{'properties':{'a':{'maximum':0.1}}}", "{'a':0.11}", "/a", "must be at most 0.1")]
    [InlineData("{'properties':{'a':{'exclusiveMinimum':0}}}", "{'a':0}", "/a", "must be more than 0")]
    [InlineData("{'properties':{'a':{'exclusiveMaximum':5}}}", "{'a':5.0}", "/a", "must be less than 5")]
    [InlineData("{'properties':{'a':{'multipleOf':0.01}}}", "{'a':19.995}", "/a", "must be a multiple of 0.01")]
    [InlineData("{'properties':{'a':{'minLength':2}}}", "{'a':'x'}", "/a", "must have at least 2 characters")]
    [InlineData("{'properties':{'a':{'maxLength':1}}}", "{'a':'xy'}", "/a", "must have at most 1 characters")]
    [InlineData("{'properties':{'a':{'pattern':'^ORD-[0-9]+$'}}}", "{'a':'ORD-'}", "/a", "does not match the pattern")]
    [InlineData("{'properties':{'a':{'enum':['x','y']}}}", "{'a':'z'}", "/a", "must be one of the 2 values that are allowed")]
    [InlineData("{'properties':{'a':{'const':7}}}", "{'a':8}", "/a", "must be the one value that is allowed")]
    [InlineData("{'properties':{'a':{'items':{'type':'string'}}}}", "{'a':['x',1]}", "/a/1", "must be of type string")]
    [InlineData("{'properties':{'a':{'minItems':1}}}", "{'a':[]}", "/a", "must have at least 1 items")]
    [InlineData("{'properties':{'a':{'maxItems':1}}}", "{'a':[1,2]}", "/a", "must have at most 1 items")]
    [InlineData("{'properties':{'a':{'uniqueItems':true}}}", "{'a':[1,1.0]}", "/a", "must not hold the same item twice")]
    [InlineData("{'properties':{'a':{'contains':{'const':1}}}}", "{'a':[2]}", "/a", "must hold at least 1 items of the kind that contains names")]
    [InlineData("{'minProperties':1}", "{}", "", "must have at least 1 members")]
    [InlineData("{'maxProperties':1}", "{'a':1,'b':2}", "", "must have at most 1 members")]
    [InlineData("{'propertyNames':{'maxLength':1}}", "{'ab':1}", "/ab", "must have at most 1 characters")]
    [InlineData("{'dependentRequired':{'a':['b']}}", "{'a':1}", "/b", "is required beside another member")]
    [InlineData("{'anyOf':[{'required':['a']},{'required':['b']}]}", "{}", "", "matches none of the forms in anyOf")]
    [InlineData("{'oneOf':[{'required':['a']},{'required':['b']}]}", "{'a':1,'b':1}", "", "matches more than one of the forms in oneOf")]
    [InlineData("{'not':{'required':['a']}}", "{'a':1}", "", "is what not excludes")]
    [InlineData("{'if':{'required':['a']},'then':{'required':['b']}}", "{'a':1}", "/b", "is required")]
    public void Validate_OneFault_TellsPlaceAndProblem(string schema, string json, string pointer, string problem)
    {
        SchemaText.Compile(schema).FaultsOf(json).ShouldBe([new ArgumentFault(pointer, problem)]);
    }

    [Theory]
    [InlineData("{'a':1", "is not valid JSON at byte 6")]
    [InlineData("{'a':1,\n 'b':NaN}", "is not valid JSON at byte 13")]
    [InlineData("{'a':1}}", "is not valid JSON at byte 7")]
    [InlineData("{'a':1,}", "is not valid JSON at byte 7")]
    [InlineData("{'a':01}", "is not valid JSON at byte 6")]
    [InlineData("", "is not valid JSON at byte 0")]
    public void Validate_NotJson_TellsTheByte(string json, string problem)
    {
        ArgumentSchema.Any.FaultsOf(json).ShouldBe([new ArgumentFault("", problem)]);
    }

    [Theory]
    [InlineData("{'a':{'b':1,'c':2,'b':3}}", "/a/b", "is there twice")]
    [InlineData("{'a':{'\\u0062':1,'b':3}}", "/a/b", "is there twice")]
    [InlineData("{'a':['x','\\ud800']}", "/a/1", "has half a surrogate pair")]
    [InlineData("{'a':'\\udc00\\ud800'}", "/a", "has half a surrogate pair")]
    [InlineData("{'\\ud800x':1}", "/", "has half a surrogate pair")]
    [InlineData("{'a':1e9999999}", "/a", "is a number of more than a million places")]
    public void Validate_JsonThatCanBeReadInTwoWays_IsRefusedWithItsPlace(string json, string pointer, string problem)
    {
        ArgumentSchema.Any.FaultsOf(json).ShouldBe([new ArgumentFault(pointer, problem)]);
    }

    [Fact]
    public void Validate_ManyNamesOneTwice_IsRefused()
    {
        var names = Enumerable.Range(0, 500).Select(i => $"'n{i}':{i}").Append("'n250':0");

        ArgumentSchema.Any.FaultsOf("{" + string.Join(',', names) + "}").ShouldBe([new ArgumentFault("/n250", "is there twice")]);
    }

    [Fact]
    public void Validate_InvalidUtf8_IsRefused()
    {
        ArgumentSchema.Any.FaultsOf([(byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)':', (byte)'1', (byte)'}']).ShouldBe([new ArgumentFault("", "is not valid UTF-8")]);
    }

    [Fact]
    public void Validate_TwoFaultsInDifferentPlaces_TellsBoth()
    {
        var schema = SchemaText.Compile("{'properties':{'a':{'type':'string'},'b':{'maximum':1}},'required':['c']}");

        schema.FaultsOf("{'a':1,'b':2}").Select(fault => fault.Pointer).ShouldBe(["/a", "/b", "/c"]);
    }

    [Fact]
    public void Validate_MoreFaultsThanTheLimit_TellsAsManyAsTheLimit()
    {
        var schema = SchemaText.Compile("{'properties':{'a':{'items':{'type':'string'}}}}");

        schema.FaultsOf("{'a':[" + string.Join(',', Enumerable.Range(0, 100)) + "]}").Count.ShouldBe(ArgumentSchema.FaultsLimit);
    }

    [Fact]
    public void Validate_LongName_PointerIsCut()
    {
        var fault = SchemaText.Compile("{'additionalProperties':false}").FaultsOf("{'" + new string('x', 5000) + "':1}").ShouldHaveSingleItem();

        fault.Pointer.Length.ShouldBe(256);
    }

    [Fact]
    public void Validate_FaultInsideFailedChoice_IsNotTold()
    {
        var schema = SchemaText.Compile("{'anyOf':[{'properties':{'a':{'type':'string'}}},{'required':['b']}]}");

        schema.FaultsOf("{'a':1,'b':2}").ShouldBeEmpty();
    }
}
