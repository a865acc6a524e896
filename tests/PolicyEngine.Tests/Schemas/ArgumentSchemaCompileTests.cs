using AiDesk.Policy.Schemas;

namespace AiDesk.Policy.Tests.Schemas;

public sealed class ArgumentSchemaCompileTests
{
    [Theory]
    [InlineData("{'unevaluatedProperties':false}", "/unevaluatedProperties", "is a keyword that is not supported")]
    [InlineData("{'unevaluatedItems':false}", "/unevaluatedItems", "is a keyword that is not supported")]
    [InlineData("{'$dynamicRef':'#a'}", "/$dynamicRef", "is a keyword that is not supported")]
    [InlineData("{'$dynamicAnchor':'a'}", "/$dynamicAnchor", "is a keyword that is not supported")]
    [InlineData("{'$vocabulary':{}}", "/$vocabulary", "is a keyword that is not supported")]
    [InlineData("{'$schema':'http://json-schema.org/draft-07/schema#'}", "/$schema", "is a dialect that is not supported: only https://json-schema.org/draft/2020-12/schema is")]
    [InlineData("{'requierd':['a']}", "/requierd", "is not a keyword of JSON Schema 2020-12")]
    [InlineData("{'properties':{'a':{'nullable':true}}}", "/properties/a/nullable", "is not a keyword of JSON Schema 2020-12")]
    [InlineData("{'$ref':'https://example.com/other.json'}", "/$ref", "points outside the document, and nothing is fetched")]
    [InlineData("{'$ref':'#/$defs/none'}", "/$ref", "names a place that is not there")]
    [InlineData("{'$ref':'#none'}", "/$ref", "names a place that is not there")]
    [InlineData("{'$ref':'#/required','required':['a']}", "/$ref", "names a place in the document that is not a schema")]
    [InlineData("{'type':'strnig'}", "/type", "must be one of null, boolean, integer, number, string, array, object, each at most once")]
    [InlineData("{'type':[]}", "/type", "must name a type")]
    [InlineData("{'minimum':'1'}", "/minimum", "must be a number")]
    [InlineData("{'multipleOf':0}", "/multipleOf", "must be greater than zero and of at most 18 digits")]
    [InlineData("{'maxLength':-1}", "/maxLength", "must be an integer, 0 or more")]
    [InlineData("{'maxLength':1.5}", "/maxLength", "must be an integer, 0 or more")]
    [InlineData("{'uniqueItems':'yes'}", "/uniqueItems", "must be true or false")]
    [InlineData("{'required':'a'}", "/required", "must be an array")]
    [InlineData("{'required':['a','a']}", "/required", "names a member twice")]
    [InlineData("{'properties':[]}", "/properties", "must be an object")]
    [InlineData("{'allOf':[]}", "/allOf", "must not be empty")]
    [InlineData("{'items':[true]}", "/items", "is not a schema: neither an object nor true or false")]
    [InlineData("{'pattern':'('}", "/pattern", "is not a regular expression")]
    [InlineData("{'pattern':'(?=a)b'}", "/pattern", "needs backtracking (lookaround, back reference, atomic group)")]
    [InlineData("{'pattern':'(a)\\\\1'}", "/pattern", "needs backtracking (lookaround, back reference, atomic group)")]
    [InlineData("{'pattern':'(a{1000}){1000}'}", "/pattern", "is too large: at most 1000 symbols with repetitions written out, 128 where counted ones are nested")]
    [InlineData("{'pattern':'(a{1,20}b?){1,25}c'}", "/pattern", "is too large: at most 1000 symbols with repetitions written out, 128 where counted ones are nested")]
    [InlineData("{'pattern':'(?:[ab]{30}c{2,}x){2}(?:y[0-9]{4,50}){9}'}", "/pattern", "is too large: at most 1000 symbols with repetitions written out, 128 where counted ones are nested")]
    [InlineData("{'pattern':'^[a-z]{1,1001}$'}", "/pattern", "is too large: at most 1000 symbols with repetitions written out, 128 where counted ones are nested")]
    [InlineData("{'patternProperties':{'[':true}}", "/patternProperties/[", "is not a regular expression")]
    [InlineData("{'$defs':{'a':{'$anchor':'x'},'b':{'$anchor':'x'}}}", "/$defs/b/$anchor", "is an anchor that is there twice")]
    [InlineData("{'$defs':{'a':{'$id':'x'},'b':{'$id':'x'}}}", "/$defs/b/$id", "is there twice")]
    [InlineData("{'type':'object','type':'array'}", "/type", "is there twice")]
    [InlineData("{'type':", "", "is not valid JSON at byte 8")]
    [InlineData("7", "", "is not a schema: neither an object nor true or false")]
    public void TryCompile_OneFault_TellsPlaceAndProblem(string schema, string pointer, string problem)
    {
        var faults = new List<SchemaFault>();

        ArgumentSchema.TryCompile(SchemaText.Utf8(schema), faults).ShouldBeNull();

        faults.ShouldBe([new SchemaFault(pointer, problem)]);
    }

    [Fact]
    public void TryCompile_SeveralFaults_TellsAll()
    {
        var faults = new List<SchemaFault>();

        ArgumentSchema.TryCompile(SchemaText.Utf8("{'type':'x','minItems':-1,'foo':1,'properties':{'a':{'bar':2}}}"), faults).ShouldBeNull();

        faults.Select(fault => fault.Pointer).ShouldBe(["/type", "/minItems", "/foo", "/properties/a/bar"]);
    }

    [Theory]
    [InlineData("{'$ref':'#'}")]
    [InlineData("{'anyOf':[{'$ref':'#'}]}")]
    [InlineData("{'$defs':{'a':{'$ref':'#/$defs/b'},'b':{'not':{'$ref':'#/$defs/a'}}},'$ref':'#/$defs/a'}")]
    [InlineData("{'dependentSchemas':{'a':{'$ref':'#'}}}")]
    public void TryCompile_SchemaThatNeverEnds_IsRefused(string schema)
    {
        var faults = new List<SchemaFault>();

        ArgumentSchema.TryCompile(SchemaText.Utf8(schema), faults).ShouldBeNull();

        faults.ShouldHaveSingleItem().Problem.ShouldStartWith("refers to itself without end");
    }

    [Fact]
    public void TryCompile_ChainOfReferencesLongerThanTheLimit_IsRefused()
    {
        var links = Enumerable.Range(0, 40).Select(i => $"'l{i}':{{'$ref':'#/$defs/l{i + 1}'}}").Append("'l40':true");
        var faults = new List<SchemaFault>();

        ArgumentSchema.TryCompile(SchemaText.Utf8($"{{'$ref':'#/$defs/l0','$defs':{{{string.Join(',', links)}}}}}"), faults).ShouldBeNull();

        faults.ShouldHaveSingleItem().Problem.ShouldStartWith("refers to itself without end, or through more than 32");
    }

    [Fact]
    public void TryCompile_TooLarge_IsRefused()
    {
        var faults = new List<SchemaFault>();

        ArgumentSchema.TryCompile(SchemaText.Utf8($"{{'title':'{new string('x', ArgumentSchema.BytesLimit)}'}}"), faults).ShouldBeNull();

        faults.ShouldBe([new SchemaFault("", "is larger than 262144 bytes")]);
    }

    [Fact]
    public void TryCompile_Annotations_AreAllowedAndCheckNothing()
    {
        var schema = SchemaText.Compile(
            "{'title':'t','description':'d','default':1,'examples':[1],'deprecated':true,'readOnly':true,'writeOnly':true,'$comment':'c','format':'email',"
            + "'contentEncoding':'base64','contentMediaType':'text/plain','contentSchema':{'type':'string'},'$id':'https://example.com/x'}");

        schema.FaultsOf("'not an address'").ShouldBeEmpty();
    }
}
