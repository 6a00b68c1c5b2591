/* The least that a program on libpcap does: reads every packet of a capture, and adds up their lengths. */
#include <pcap/pcap.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    char problem[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *header;
    const unsigned char *packet;
    unsigned long long packets = 0, bytes = 0;
    pcap_t *capture = argc == 2 ? pcap_open_offline(argv[1], problem) : NULL;
    if (!capture) return 1;
    while (pcap_next_ex(capture, &header, &packet) == 1) {
        packets++;
        bytes += header->caplen;
    }
    pcap_close(capture);
    return printf("%llu packets, %llu bytes\n", packets, bytes) < 0;
}
