using System.Threading.Channels;
using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Hands;

/// <summary>
/// The windows that a page opens for the choice of a file. It listens from the beginning: a browser that is told to hand them over just
/// before a key is pressed may open the window itself, which nobody sees, and no other one after it.
/// </summary>
internal sealed class FileChoosers
{
    private readonly Channel<IFileChooser> _opened = Channel.CreateUnbounded<IFileChooser>();

    /// <summary>Those of a page.</summary>
    public FileChoosers(IPage page) => page.FileChooser += (_, chooser) => _opened.Writer.TryWrite(chooser);

    /// <summary>Has one opened, and chooses a file in it.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="file">The file.</param>
    public async Task ChooseAsync(Func<Task> open, string file)
    {
        await open();
        IFileChooser chooser = await _opened.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));
        await chooser.SetFilesAsync(file);
    }
}
