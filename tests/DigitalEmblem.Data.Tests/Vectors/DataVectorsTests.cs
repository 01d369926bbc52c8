using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Vectors;

/// <summary>The vectors of spec/data-emblem. If they fail, others who follow the document no longer read what we write.</summary>
public class DataVectorsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "spec", "data-emblem");

    public static TheoryData<string> Names => [.. VectorMaker.Make().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_made_again_is_the_same(string name)
    {
        string file = Path.Combine(Folder, name + ".json"), made = VectorMaker.Make()[name].Write();
        if (Environment.GetEnvironmentVariable("DIGITALEMBLEM_WRITE_SPEC") == "1")
        {
            File.WriteAllText(file, made);
        }

        Assert.True(
            File.Exists(file) && made == File.ReadAllText(file),
            $"spec/data-emblem/{name}.json is not what the maker makes. If the change is meant, run this test with "
                + "DIGITALEMBLEM_WRITE_SPEC=1, and look at the difference before you commit it.");
    }

    [Fact]
    public void No_file_is_there_that_nothing_runs() => Assert.Equal(
        VectorMaker.Make().Keys.Order(), Directory.GetFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order());

    [Fact]
    public void Names_are_used_once_and_each_form_is_seen_accepted_and_refused()
    {
        DataVector[] all = All();
        Assert.Equal(all.Length, all.Select(v => (v.Form, v.Name)).Distinct().Count());
        Assert.All(
            all.GroupBy(v => v.Form).Where(f => f.Key != "content"), f => Assert.Equal(2, f.Select(v => v.Outcome).Distinct().Count()));
    }

    [Fact]
    public void Our_reader_answers_each_vector_as_the_file_says()
    {
        foreach (DataVector vector in All())
        {
            Compare("our reader", vector, OurReader.Read(vector));
        }
    }

    [Fact]
    public void The_second_reader_answers_each_vector_as_the_file_says()
    {
        DataVector[] all = All();
        foreach ((DataVector vector, var answer) in all.Zip(SecondReader.Read(all)))
        {
            Compare("the reader in Python", vector, answer);
        }
    }

    private static DataVector[] All() =>
        [.. Directory.GetFiles(Folder, "*.json").SelectMany(f => DataVectorFile.Read(File.ReadAllText(f)).Vectors)];

    private static void Compare(string who, DataVector vector, (IReadOnlyList<string>? Shows, string? Why) answer)
    {
        string outcome = answer.Shows is null ? "refused" : "accepted";
        Assert.True(
            outcome == vector.Outcome, $"{who}, {vector.Form}, {vector.Name}: {outcome} ({answer.Why}), where {vector.Outcome} is asked");
        Assert.True(
            (answer.Shows ?? []).SequenceEqual(vector.Shows ?? []),
            $"{who}, {vector.Form}, {vector.Name}: reads\n{string.Join('\n', answer.Shows ?? [])}\nand not\n"
                + string.Join('\n', vector.Shows ?? []));
    }
}
