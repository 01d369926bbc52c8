using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Marking;

/// <summary>
/// Two runs at once on one file. When these fail, the slower one puts a sign of older content in the place of the one that the other has
/// made.
/// </summary>
public sealed class SignFileLockTests : IDisposable
{
    private readonly MarkedTree _marked = new MarkedTree().AddFiles(3);

    private string File2 => _marked.At("d2/f2.txt");

    public void Dispose() => _marked.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_sign_of_the_faster_run_stays(bool hasOld)
    {
        if (hasOld)
        {
            await MarkedTree.Marker().MarkAsync(File2, MarkedTree.Options);
        }

        DataMarked? second = null;
        IOException? refused = null;
        DataMarker first = MarkedTree.Marker(step =>
        {
            if (step != MarkStep.Signed)
            {
                return;
            }

            try
            {
                File.WriteAllText(File2, "changed since the first run read it");
                second = MarkedTree.Marker().MarkAsync(File2, MarkedTree.Options).GetAwaiter().GetResult();
            }
            catch (IOException e)
            {
                refused = e;
            }
        });
        Task<DataMarked> slow = first.MarkAsync(File2, MarkedTree.Options);
        if (hasOld)
        {
            // The sign that is there keeps the second one out.
            Assert.Equal((await slow).Root, (await MarkedTree.CheckAsync(File2)).Check.Root);
            Assert.Null(second);
        }
        else
        {
            refused = await Assert.ThrowsAsync<IOException>(() => slow);
            Assert.Equal((DataOutcome.Marked, second!.Root), await AnswerAsync());
        }

        Assert.Contains("Another run marks", refused!.Message, StringComparison.Ordinal);
        Assert.Equal(["f2.txt", "f2.txt.adem"], Directory.GetFiles(_marked.At("d2")).Select(f => Path.GetFileName(f)!).Order());
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task Neither_removing_nor_attaching_goes_between()
    {
        var preparer = new DataPreparer(new SettableClock(TestTokens.Now));
        await MarkedTree.Marker().MarkAsync(File2, MarkedTree.Options);
        DataPrepared prepared = await preparer.PrepareAsync(File2);
        byte[] sign = DataScene.Signer().Sign(prepared.Root, TestTokens.Now, DataScene.Lifetime);
        int refused = 0;
        DataMarker first = MarkedTree.Marker(step =>
        {
            if (step == MarkStep.Signed)
            {
                Assert.Throws<IOException>(() => DataMarker.Remove(File2));
                Assert.Throws<IOException>(() => preparer.Attach(File2, sign));
                refused = 2;
            }
        });
        DataMarked marked = await first.MarkAsync(File2, MarkedTree.Options);
        Assert.Equal(2, refused);
        Assert.Equal((DataOutcome.Marked, marked.Root), await AnswerAsync());
    }

    private async Task<(DataOutcome, DataRoot)> AnswerAsync()
    {
        (DataCheck check, _) = await MarkedTree.CheckAsync(File2);
        return (check.Outcome, check.Root!);
    }
}
