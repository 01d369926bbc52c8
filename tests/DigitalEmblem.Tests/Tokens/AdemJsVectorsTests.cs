using DigitalEmblem.TestSupport;
using DigitalEmblem.TestSupport.AdemJs;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>
/// The vectors of spec/jws-profile/adem-js.json. If they fail, the judge no longer says what adem-js says, and the tests that use it show
/// nothing.
/// </summary>
public class AdemJsVectorsTests
{
    private static readonly string File = Path.Combine(Repository.Root, "spec", "jws-profile", "adem-js.json");

    [Fact]
    public void File_MadeAgain_IsTheSame()
    {
        string made = AdemJsVectorMaker.Make().Write();
        if (Environment.GetEnvironmentVariable("DIGITALEMBLEM_WRITE_SPEC") == "1")
        {
            System.IO.File.WriteAllText(File, made);
        }

        Assert.True(
            made == System.IO.File.ReadAllText(File),
            "spec/jws-profile/adem-js.json is not what the maker makes. If the change is meant, run this test with "
                + "DIGITALEMBLEM_WRITE_SPEC=1, and look at the difference before you commit it.");
    }

    [Fact]
    public void Judge_EachVector_SaysWhatTheVectorSays()
    {
        AdemJsVectorFile file = AdemJsVectorFile.Read(System.IO.File.ReadAllText(File));
        Assert.True(file.Vectors.Count > 80);
        Assert.All(file.Vectors, vector =>
        {
            AdemJsVerdict verdict = AdemJsRules.Judge(
                file.TextsOf(vector), vector.At, (issuer, key) => vector.Committed.Contains(new AdemJsCommitment(issuer, key)));

            Assert.Equal(
                $"{vector.Name}: {vector.Outcome} {vector.Level} [{string.Join(' ', vector.Broken)}] {vector.Listed}",
                $"{vector.Name}: {verdict.Outcome} {verdict.Level} [{string.Join(' ', verdict.Broken)}] {verdict.Lists(vector.Asset)}");
        });
    }

    [Fact]
    public void Vectors_OfEachRule_AreThere()
    {
        AdemJsVectorFile file = AdemJsVectorMaker.Make();
        Assert.Equal(file.Vectors.Count, file.Vectors.Select(v => v.Name).Distinct().Count());
        Assert.Equal([.. Enumerable.Range(1, 26), 28, 29], file.Vectors.Select(v => v.About).Distinct().Order());
    }
}
