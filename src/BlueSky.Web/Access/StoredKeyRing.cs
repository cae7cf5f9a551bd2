using System.Xml.Linq;
using BlueSky.Access;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace BlueSky.Web;

/// <summary>
/// Keeps the keys of data protection in the store, through a grain, so that all web nodes share them. The library asks seldom (at the
/// start, once a day, when it makes a key) and cannot wait without blocking; the call runs apart from the caller's context.
/// </summary>
internal sealed class StoredKeyRing(IGrainFactory grains) : IXmlRepository
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Wait(() => grains.GetGrain<IKeyRingGrain>(0).All()).Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => Wait(async () =>
    {
        await grains.GetGrain<IKeyRingGrain>(0).Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
        return true;
    });

    private static T Wait<T>(Func<Task<T>> call) => Task.Run(call).WaitAsync(Patience).GetAwaiter().GetResult();
}
